using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>map</c>, <c>drop</c> and <c>constant</c>.</summary>
internal sealed class RowReader(string mapping, ResourceType type, ScriptPool scripts, FaultList faults)
{
    private static readonly string[] Options = [
        "write",
        "read",
        "convert",
        "values",
        "otherwise",
        "on",
        "readOnly",
        "default",
        "defaultType",
        "when",
        "reference",
        "empty",
    ];
    private static readonly string[] OfSeveral = ["write", "read", "convert", "on", "readOnly", "when"];

    private readonly PlaceReader places = new(type, faults);
    private readonly RowOptions given = new(type, faults);
    private readonly ReferenceReader references = new(type, faults);
    private int compositions;

    /// <summary>What one word of the table says: a row, and one for each of several sources or targets.</summary>
    public IEnumerable<Row> Read(ScriptNode node)
    {
        if (node is not ScriptRow row)
        {
            faults.Add(
                node.Line,
                $"attributes holds {node.Kind}; expected rows made by map(from, to), drop(from) or constant(to, value)."
            );
            return [];
        }

        return row.Word switch
        {
            "map" when row.Arguments.ElementAtOrDefault(0) is ScriptList sources => OfSources(row, sources),
            "map" when row.Arguments.ElementAtOrDefault(1) is ScriptList targets => ToTargets(row, targets),
            "map" => Map(row, places.Target(row, row.Arguments.ElementAtOrDefault(1), "map's argument 2")) is { } mapped
                ? [mapped]
                : [],
            "drop" => places.Client(row, row.Arguments.ElementAtOrDefault(0), "drop's argument 1") is { } client ? [new Row {
                Mapping = mapping,
                Line = row.Line,
                Client = client,
                Reads = false,
            }] : [],
            "constant" => Constant(row) is { } constant ? [constant] : [],
            _ => throw new InvalidOperationException($"{row.Word} makes no row."),
        };
    }

    // map("displayName", ["label", "title"]): the second place takes a copy, and is read where the first has nothing.
    private IEnumerable<Row> ToTargets(ScriptRow row, ScriptList list)
    {
        var targets = list.Items.Select(item => places.Target(row, item, "map's argument 2")).OfType<Place>().ToList();
        if (list.Items.Count == 0) faults.Add(row.Line, "map's argument 2 is an empty array; expected the names of attributes.");
        if (targets.Count != list.Items.Count) return [];
        if (targets.Count == 0 || Map(row, targets[0]) is not { } first) return [];
        return [first, .. targets.Skip(1).Select(target => Copy(first, target))];
    }

    /// <summary>Lets a row take its value from a copy, because another row moves the client's attribute itself.</summary>
    public Row Copy(Row row, Place target)
    {
        if (row.Reference is not null) faults.Add(
            row.Line,
            $"{row.Client} is a reference, and a reference has one place at the target. Write one row for it."
        );
        var copy = new Composition([row.Client!], Name(), CompositionKind.Copy);
        return row with
        {
            Client = copy.Place,
            Target = target,
            Made = copy,
            Default = null,
            DefaultFunction = null,
            DefaultType = null,
            Reference = null,
        };
    }

    private IEnumerable<Row> OfSources(ScriptRow row, ScriptList list)
    {
        var sources = list.Items.Select(item => places.Client(row, item, "map's argument 1")).OfType<Place>().ToList();
        var target = places.Target(row, row.Arguments.ElementAtOrDefault(1), "map's argument 2");
        var options = OptionsOf(row, $"map([{string.Join(", ", sources)}], {target})", OfSeveral);
        var (mapper, kind) = new MapperReader(faults, scripts).ReadSeveral(options, row.Line, list.Items.Count);
        places.Several(row, sources, isPlain: kind == CompositionKind.First || mapper is JoinMapper);
        if (target is null || mapper is null || sources.Count != list.Items.Count) return [];
        var (creates, updates, reads) = given.When(row, options);
        var made = new Composition(sources, Name(), kind);
        var whole = new Row
        {
            Mapping = mapping,
            Line = row.Line,
            Client = made.Place,
            Target = target,
            Mapper = mapper,
            Made = made,
            Creates = creates,
            Updates = updates,
            Reads = reads,
            When = given.Condition(options),
        };
        // What the others give when they are first must be kept somewhere else, too.
        return [whole, .. sources.Take(kind == CompositionKind.First ? 1 : sources.Count).Select(source => new Row {
            Mapping = mapping,
            Line = row.Line,
            Client = source,
            Reads = false,
            Whole = whole,
        })];
    }

    private string Name() => $"$made{compositions++}";

    private Fields OptionsOf(ScriptRow row, string what, string[] known)
    {
        if (row.Arguments.Count > 2 && row.Arguments[2] is not ScriptMap)
            faults.Add(row.Line, $"map's third argument is {row.Arguments[2].Kind}; expected an object of options.");
        return new Fields(row.Arguments.ElementAtOrDefault(2) as ScriptMap, what, faults, known);
    }

    private Row? Map(ScriptRow row, Place? target)
    {
        var client = places.Client(row, row.Arguments.ElementAtOrDefault(0), "map's argument 1");
        var options = OptionsOf(row, $"map({client}, {target})", Options);
        var definition = client is null ? null : type.Find(client.Path);
        var mapper = new MapperReader(faults, scripts).Read(options, definition);
        if (client is null || target is null) return null;
        places.OneValue(row, client, target);
        var (creates, updates, reads) = given.When(row, options);
        return new Row
        {
            Mapping = mapping,
            Line = row.Line,
            Client = client,
            Target = target,
            Mapper = mapper,
            Creates = creates,
            Updates = updates,
            Reads = reads,
            Default = options["default"] is { } value and not ScriptFunction ? ScriptNodes.ToJson(value) : null,
            DefaultFunction = options["default"] as ScriptFunction,
            DefaultType = given.DefaultType(options, client, definition),
            When = given.Condition(options, client),
            Reference = references.Read(options, client),
            Empty = RowOptions.Empty(options),
        };
    }

    private Row? Constant(ScriptRow row)
    {
        var target = places.Target(row, row.Arguments.ElementAtOrDefault(0), "constant's argument 1");
        var value = row.Arguments.Count > 1 ? ScriptNodes.ToJson(row.Arguments[1]) : null;
        if (value is null) faults.Add(row.Line, "constant has no value; write constant(to, value).");
        return target is null || value is null ? null : new Row
        {
            Mapping = mapping,
            Line = row.Line,
            Target = target,
            Constant = value,
            Reads = false,
        };
    }
}
