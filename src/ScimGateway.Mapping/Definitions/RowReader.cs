using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>map</c>, <c>drop</c> and <c>constant</c>.</summary>
internal sealed class RowReader(string mapping, ResourceType type, ScriptPool scripts, FaultList faults)
{
    private static readonly string[] Options = ["write", "read", "convert", "values", "otherwise", "on", "readOnly", "default", "defaultType", "when", "reference", "empty"];
    private static readonly string[] OfSeveral = ["write", "read", "convert", "on", "readOnly", "when"];

    private int compositions;

    /// <summary>What one word of the table says: a row, and one for each of several sources or targets.</summary>
    public IEnumerable<Row> Read(ScriptNode node)
    {
        if (node is not ScriptRow row)
        {
            faults.Add(node.Line, $"attributes holds {node.Kind}; expected rows made by map(from, to), drop(from) or constant(to, value).");
            return [];
        }

        return row.Word switch
        {
            "map" when row.Arguments.ElementAtOrDefault(0) is ScriptList sources => OfSources(row, sources),
            "map" when row.Arguments.ElementAtOrDefault(1) is ScriptList targets => ToTargets(row, targets),
            "map" => Map(row, Parse(row, row.Arguments.ElementAtOrDefault(1), "map's argument 2")) is { } mapped ? [mapped] : [],
            "drop" => Client(row, row.Arguments.ElementAtOrDefault(0), "drop's argument 1") is { } client ? [new Row { Mapping = mapping, Line = row.Line, Client = client, Reads = false }] : [],
            "constant" => Constant(row) is { } constant ? [constant] : [],
            _ => throw new InvalidOperationException($"{row.Word} makes no row."),
        };
    }

    // map("displayName", ["label", "title"]): the second place takes a copy, and is read where the first has nothing.
    private IEnumerable<Row> ToTargets(ScriptRow row, ScriptList list)
    {
        var targets = list.Items.Select(item => Parse(row, item, "map's argument 2")).OfType<Place>().ToList();
        if (targets.Count != list.Items.Count) return [];
        if (targets.Count == 0 || Map(row, targets[0]) is not { } first) return [];
        return [first, .. targets.Skip(1).Select(target => Copy(first, target))];
    }

    /// <summary>Lets a row take its value from a copy, because another row moves the client's attribute itself.</summary>
    public Row Copy(Row row, Place target)
    {
        var copy = new Composition([row.Client!], Name(), CompositionKind.Copy);
        return row with { Client = copy.Place, Target = target, Made = copy, Default = null, DefaultFunction = null, DefaultType = null, Reference = null };
    }

    private IEnumerable<Row> OfSources(ScriptRow row, ScriptList list)
    {
        var sources = list.Items.Select(item => Client(row, item, "map's argument 1")).OfType<Place>().ToList();
        var target = Parse(row, row.Arguments.ElementAtOrDefault(1), "map's argument 2");
        var options = Given(row, $"map([{string.Join(", ", sources)}], {target})", OfSeveral);
        var (mapper, kind) = new MapperReader(faults, scripts).ReadSeveral(options, row.Line, list.Items.Count);
        if (target is null || mapper is null || sources.Count != list.Items.Count) return [];
        var (creates, updates, reads) = When(row, options);
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
            When = Condition(options),
        };
        // What the others give when they are first must be kept somewhere else, too.
        return [whole, .. sources.Take(kind == CompositionKind.First ? 1 : sources.Count).Select(source => new Row { Mapping = mapping, Line = row.Line, Client = source, Reads = false, Whole = whole })];
    }

    private string Name() => $"$made{compositions++}";

    private Fields Given(ScriptRow row, string what, string[] known)
    {
        if (row.Arguments.Count > 2 && row.Arguments[2] is not ScriptMap) faults.Add(row.Line, $"map's third argument is {row.Arguments[2].Kind}; expected an object of options.");
        return new Fields(row.Arguments.ElementAtOrDefault(2) as ScriptMap, what, faults, known);
    }

    private Row? Map(ScriptRow row, Place? target)
    {
        var client = Client(row, row.Arguments.ElementAtOrDefault(0), "map's argument 1");
        var options = Given(row, $"map({client}, {target})", Options);
        var definition = client is null ? null : type.Find(client.Path);
        var mapper = new MapperReader(faults, scripts).Read(options, definition);
        if (client is null || target is null) return null;
        OneValue(row, client, target);
        var (creates, updates, reads) = When(row, options);
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
            Default = options["default"] is { } given and not ScriptFunction ? ScriptNodes.ToJson(given) : null,
            DefaultFunction = options["default"] as ScriptFunction,
            DefaultType = DefaultType(options, client, definition),
            When = Condition(options),
            Reference = Reference(options, client),
            Empty = Empty(options),
        };
    }

    private string? DefaultType(Fields options, Place client, AttributeDefinition? definition)
    {
        if (options.Text("defaultType") is not { } given) return null;
        if (client is { Where: null, Path.SubName: null } && definition is { MultiValued: true, Type: AttributeType.Complex } or null) return given;
        faults.Add(options.LineOf("defaultType"), $"{options.What} has a defaultType, and {client} is no list of elements with a type.");
        return null;
    }

    private Condition? Condition(Fields options)
    {
        if (options.Text("when") is not { } text) return null;
        try
        {
            return new Condition(Filter.Parse(text, new ReadingRules(type)), type);
        }
        catch (ScimException fault)
        {
            faults.Add(options.LineOf("when"), $"{options.What}.when is no filter over the client's attributes. {fault.Message}");
            return null;
        }
    }

    private Row? Constant(ScriptRow row)
    {
        var target = Parse(row, row.Arguments.ElementAtOrDefault(0), "constant's argument 1");
        var value = row.Arguments.Count > 1 ? ScriptNodes.ToJson(row.Arguments[1]) : null;
        if (value is null) faults.Add(row.Line, "constant has no value; write constant(to, value).");
        return target is null || value is null ? null : new Row { Mapping = mapping, Line = row.Line, Target = target, Constant = value, Reads = false };
    }

    private (bool Creates, bool Updates, bool Reads) When(ScriptRow row, Fields options)
    {
        bool readOnly = options.Flag("readOnly") ?? false;
        string? on = options.Text("on");
        if (on is not (null or "create" or "update")) options.Wrong("on", "\"create\" or \"update\"");
        bool never = options["read"] is ScriptFlag { Value: false };
        if (options.Has("read") && options["read"] is not (ScriptFlag or ScriptFunction)) options.Wrong("read", "a function, false, or true for a value that is read back as it is");
        if (options.Has("write") && options["write"] is not ScriptFunction) options.Wrong("write", "a function; for a row that is never written say readOnly: true");
        bool oneWay = options["write"] is ScriptFunction && !options.Has("read");
        if (oneWay && !readOnly && on is null)
            faults.Add(row.Line, $"{options.What} cannot be read back: it has a write function and no read function. Add one, or read: true for a value that is read back as it is, or read: false.");
        if (options["read"] is ScriptFunction && !options.Has("write") && !readOnly)
            faults.Add(row.Line, $"{options.What} has a read function and no write function. Add one, or readOnly: true.");
        return (!readOnly && on != "update", !readOnly && on != "create", !never && !(oneWay && on is not null));
    }

    private static EmptyValue? Empty(Fields options)
    {
        switch (options["empty"])
        {
            case null: return options.IsNull("empty") ? new EmptyValue(null) : null;
            case ScriptText { Value: "" } or ScriptList { Items.Count: 0 }: return new EmptyValue(ScriptNodes.ToJson(options["empty"]!));
            default:
                options.Wrong("empty", "null, \"\" or []: what says to the target that there is no value");
                return null;
        }
    }

    private ResourceReference? Reference(Fields options, Place client)
    {
        if (options.Map("reference") is not { } map) return null;
        var fields = new Fields(map, "reference", faults, "type", "by", "missing");
        if (fields.Text("type") is not ("User" or "Group")) fields.Wrong("type", "\"User\" or \"Group\"");
        if (fields.Text("by") is { } named && Place.Doubt(named) is { } doubt) faults.Add(fields.LineOf("by"), doubt);
        if (fields.Text("by") is not { } by || Place.Parse(by) is not { Where: null } place)
        {
            fields.Wrong("by", "the attribute that the target knows the resource by, such as \"userName\"");
            return null;
        }

        if (client.Where is null && type.Find(client.Path with { SubName = null }) is { MultiValued: true })
        {
            faults.Add(options.LineOf("reference"), $"{client} has many values, and a reference stands for one id. Map them without a reference, or convert the values by functions.");
            return null;
        }

        if (type.Find(client.Path) is { Type: AttributeType.Complex })
        {
            faults.Add(options.LineOf("reference"), $"{client} is complex, and a reference stands for one id; it stands in {client}.value. Write map(\"{client}.value\", …).");
            return null;
        }

        string? missing = fields.Text("missing");
        if (missing is not (null or "refuse" or "omit")) fields.Wrong("missing", "\"refuse\" or \"omit\"");
        return fields.Text("type") is { } kind ? new ResourceReference(client.Path, kind, place.Path, OmitsMissing: missing == "omit") : null;
    }

    private Place? Client(ScriptRow row, ScriptNode? name, string word)
    {
        if (Parse(row, name, word) is not { } place) return null;
        var path = type.Canonical(place.Path);
        place = place with { Path = path };
        var schema = path.Schema is null ? type.Schema : type.Extension(path.Schema);
        if (place.IsExtension || schema is null || type.Find(path) is not null) return place;
        var attribute = type.Find(path with { SubName = null });
        string remedy = attribute is null
            ? InExtension(path) ?? Spelling.Remedy(path.Name, schema.Attributes.Select(known => known.Name))
            : Spelling.Remedy(path.SubName!, attribute.SubAttributes.Select(known => known.Name));
        faults.Add(row.Line, $"The schema {schema.Id} has no attribute '{path with { Schema = null }}'.{remedy} Attributes of your own belong under a URN of your own.");
        return null;
    }

    // department is the enterprise extension's: no spelling of the core schema is what was meant.
    private string? InExtension(AttributePath path) => path.Schema is not null ? null : type.Extensions
        .Where(extension => extension.Find(path.Name) is not null)
        .Select(extension => $" Did you mean '{type.Canonical(path with { Schema = extension.Id })}'?").FirstOrDefault();

    private Place? Parse(ScriptRow row, ScriptNode? name, string word)
    {
        if (name is ScriptText text)
        {
            if (Place.Doubt(text.Value) is { } doubt) faults.Add(row.Line, doubt);
            if (Place.Parse(text.Value) is { } place) return place;
            faults.Add(row.Line, $"'{text.Value}' is no place of an attribute. Expected userName, name.givenName, urn:…:User:attribute or emails[type eq \"work\"].value.");
        }
        else
        {
            faults.Add(row.Line, $"{word} is {name?.Kind ?? "absent"}; expected the name of an attribute.");
        }

        return null;
    }

    private void OneValue(ScriptRow row, Place client, Place target)
    {
        if (client.Path.SubName is null || client.Where is not null || client.SharesObjectWith(target)) return;
        if (type.Find(client.Path with { SubName = null }) is { MultiValued: true } many)
            faults.Add(row.Line, $"{client} has many values and {target} has one. Say which: {many.Name}[type eq \"work\"].{client.Path.SubName}, or map(\"{many.Name}\", …, {{ convert: \"first\" }}).");
    }
}
