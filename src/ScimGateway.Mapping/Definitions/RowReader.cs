using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>map</c>, <c>drop</c> and <c>constant</c>.</summary>
internal sealed class RowReader(string mapping, ResourceType type, ScriptPool scripts, FaultList faults)
{
    private static readonly string[] Options = ["write", "read", "convert", "values", "on", "readOnly", "default", "reference"];

    public Row? Read(ScriptNode node)
    {
        if (node is not ScriptRow row)
        {
            faults.Add(node.Line, $"attributes holds {node.Kind}; expected rows made by map(from, to), drop(from) or constant(to, value).");
            return null;
        }

        return row.Word switch
        {
            "map" => Map(row),
            "drop" => Client(row, 0, "drop") is { } client ? new Row { Mapping = mapping, Line = row.Line, Client = client, Reads = false } : null,
            "constant" => Constant(row),
            _ => throw new InvalidOperationException($"{row.Word} makes no row."),
        };
    }

    private Row? Map(ScriptRow row)
    {
        var client = Client(row, 0, "map");
        var target = Parse(row, 1, "map");
        if (row.Arguments.Count > 2 && row.Arguments[2] is not ScriptMap) faults.Add(row.Line, $"map's third argument is {row.Arguments[2].Kind}; expected an object of options.");
        var options = new Fields(row.Arguments.ElementAtOrDefault(2) as ScriptMap, $"map({client}, {target})", faults, Options);
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
            Default = options["default"] is { } given ? ScriptNodes.ToJson(given) : null,
            Reference = Reference(options, client),
        };
    }

    private Row? Constant(ScriptRow row)
    {
        var target = Parse(row, 0, "constant");
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
        if (options.Has("read") && !never && options["read"] is not ScriptFunction) options.Wrong("read", "a function, or false");
        if (options.Has("write") && options["write"] is not ScriptFunction) options.Wrong("write", "a function; for a row that is never written say readOnly: true");
        bool oneWay = options["write"] is ScriptFunction && !options.Has("read");
        if (oneWay && !readOnly && on is null)
            faults.Add(row.Line, $"{options.What} cannot be read back: it has a write function and no read function. Add one, or read: false.");
        if (options["read"] is ScriptFunction && !options.Has("write") && !readOnly)
            faults.Add(row.Line, $"{options.What} has a read function and no write function. Add one, or readOnly: true.");
        return (!readOnly && on != "update", !readOnly && on != "create", !never && !(oneWay && on is not null));
    }

    private ResourceReference? Reference(Fields options, Place client)
    {
        if (options.Map("reference") is not { } map) return null;
        var fields = new Fields(map, "reference", faults, "type", "by", "missing");
        if (fields.Text("type") is not ("User" or "Group")) fields.Wrong("type", "\"User\" or \"Group\"");
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
        return fields.Text("type") is { } named ? new ResourceReference(client.Path, named, place.Path, OmitsMissing: missing == "omit") : null;
    }

    private Place? Client(ScriptRow row, int index, string word)
    {
        if (Parse(row, index, word) is not { } place) return null;
        var path = type.Canonical(place.Path);
        place = place with { Path = path };
        var schema = path.Schema is null ? type.Schema : type.Extension(path.Schema);
        if (place.IsExtension || schema is null || type.Find(path) is not null) return place;
        var attribute = type.Find(path with { SubName = null });
        string remedy = attribute is null
            ? Spelling.Remedy(path.Name, schema.Attributes.Select(known => known.Name))
            : Spelling.Remedy(path.SubName!, attribute.SubAttributes.Select(known => known.Name));
        faults.Add(row.Line, $"The schema {schema.Id} has no attribute '{path with { Schema = null }}'.{remedy} Attributes of your own belong under a URN of your own.");
        return null;
    }

    private Place? Parse(ScriptRow row, int index, string word)
    {
        if (row.Arguments.ElementAtOrDefault(index) is ScriptText text)
        {
            if (Place.Parse(text.Value) is { } place) return place;
            faults.Add(row.Line, $"'{text.Value}' is no place of an attribute. Expected userName, name.givenName, urn:…:User:attribute or emails[type eq \"work\"].value.");
        }
        else
        {
            faults.Add(row.Line, $"{word}'s argument {index + 1} is {row.Arguments.ElementAtOrDefault(index)?.Kind ?? "absent"}; expected the name of an attribute.");
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
