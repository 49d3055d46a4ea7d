using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads how a row converts its value: <c>write</c> and <c>read</c>, <c>convert</c>, or <c>values</c>.</summary>
internal sealed class MapperReader(FaultList faults, ScriptPool scripts)
{
    private static readonly string[] Conversions = [
        "boolean",
        "boolean:Y/N",
        "integer",
        "string",
        "date",
        "date:dd/MM/yyyy",
        "digits",
        "lower",
        "first",
        "list:,",
    ];

    /// <param name="options">The row's options.</param>
    /// <param name="client">What the schema says of the client's attribute, if it knows it.</param>
    public ValueMapper? Read(Fields options, AttributeDefinition? client)
    {
        bool functions = options["write"] is ScriptFunction || options["read"] is ScriptFunction;
        if ((functions ? 1 : 0) + (options.Has("convert") ? 1 : 0) + (options.Has("values") ? 1 : 0) > 1)
            faults.Add(options.Line, $"{options.What} converts in two ways; give write and read, or convert, or values.");
        if (functions) return new FunctionMapper(
            scripts,
            (options["write"] as ScriptFunction)?.Index,
            (options["read"] as ScriptFunction)?.Index
        );
        if (options.Text("convert") is { } word) return Conversion(options, word, client);
        if (options.Has("otherwise") && !options.Has("values")) options.Wrong("otherwise", "a table of values beside it");
        return options.Map("values") is { } values ? Values(options, values, client?.Type ?? AttributeType.String) : null;
    }

    /// <summary>How several sources become one value.</summary>
    /// <param name="options">The row's options.</param>
    /// <param name="line">Where the row stands.</param>
    /// <param name="count">How many sources there are.</param>
    /// <returns>No mapper after a fault.</returns>
    public (ValueMapper? Mapper, CompositionKind Kind) ReadSeveral(Fields options, int line, int count)
    {
        bool functions = options["write"] is ScriptFunction || options["read"] is ScriptFunction;
        string? word = options.Text("convert");
        if (functions && word is null)
            return (new FunctionMapper(
                scripts,
                (options["write"] as ScriptFunction)?.Index,
                (options["read"] as ScriptFunction)?.Index
            ), CompositionKind.All);
        if (!functions && word == "first") return (new FirstOfMapper(), CompositionKind.First);
        if (!functions && word?.StartsWith("join:", StringComparison.Ordinal) == true && word.Length > 5)
            return (new JoinMapper(word[5..], count), CompositionKind.All);
        faults.Add(line, $"{options.What} makes one value of several. Say how: convert: \"first\" for the first that has one, convert: \"join: \" for all with a space between them, or write and read functions over an array of them.");
        return (null, CompositionKind.All);
    }

    private ValueMapper? Conversion(Fields options, string word, AttributeDefinition? client)
    {
        if (word.StartsWith("list:", StringComparison.Ordinal) && word.Length > 5)
            return new ListMapper(word[5..], complex: client?.Type == AttributeType.Complex);
        if (
            word.StartsWith("date:", StringComparison.Ordinal)
            && FormattedDateMapper.Of(word[5..], client?.Type == AttributeType.DateTime) is { } dates
        )
            return dates;
        if (word.StartsWith("boolean:", StringComparison.Ordinal) && WordMapper.Of(word[8..]) is { } words) return words;
        switch (word)
        {
            case "digits": return new DigitsMapper();
            case "boolean": return new TypeMapper(AttributeType.Boolean, client?.Type ?? AttributeType.Boolean);
            case "integer": return new TypeMapper(AttributeType.Integer, client?.Type ?? AttributeType.Integer);
            case "string": return new TypeMapper(AttributeType.String, client?.Type ?? AttributeType.String);
            case "date": return new DateMapper(client?.Type == AttributeType.DateTime);
            case "lower": return new LowerMapper();
            case "first": return new FirstMapper(complex: client?.Type == AttributeType.Complex);
            default:
                faults.Add(options.LineOf("convert"), $"\"{word}\" is no conversion; {Suggestions.For(word, Conversions)}");
                return null;
        }
    }

    private static OtherValue? Otherwise(Fields options) => options["otherwise"] switch
    {
        null => null,
        ScriptText { Value: "refuse" } => OtherValue.Refused,
        ScriptText { Value: "omit" } => OtherValue.Omitted,
        ScriptText or ScriptNumber or ScriptFlag => new OtherValue(ScriptNodes.ToJson(options["otherwise"]!)),
        _ => Wrong(options),
    };

    private static OtherValue? Wrong(Fields options)
    {
        options.Wrong("otherwise", "\"refuse\", \"omit\", or the target's value for all others");
        return null;
    }

    private ValuesMapper? Values(Fields options, ScriptMap map, AttributeType client)
    {
        var pairs = new List<KeyValuePair<string, JsonNode>>();
        foreach (var (key, node) in map.Members)
        {
            if (node is ScriptText or ScriptNumber or ScriptFlag) pairs.Add(new(key, ScriptNodes.ToJson(node)!));
            else faults.Add(options.Line, $"{options.What}.values.{key} is {node.Kind}; expected a string, number or boolean.");
        }

        foreach (var twice in pairs.GroupBy(pair => Scalars.Text(pair.Value), StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1))
        {
            faults.Add(options.Line, $"{options.What}.values cannot be read back: '{twice.Key}' stands for {string.Join(" and ", twice.Select(pair => $"'{pair.Key}'"))}.");
            return null;
        }

        return new ValuesMapper(pairs.DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToList(), client)
        {
            Otherwise = Otherwise(options),
        };
    }
}
