using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>reference: { type, by, missing, names, list }</c>.</summary>
internal sealed class ReferenceReader(ResourceType type, FaultList faults)
{
    public ResourceReference? Read(Fields options, Place client)
    {
        if (options.Map("reference") is not { } map) return null;
        var fields = new Fields(map, "reference", faults, "type", "by", "missing", "names", "list");
        var named = Type(fields);
        var by = By(fields, named);
        var names = fields.Has("names") ? Names(fields, named) : [ResourceReference.Id];
        var missing = Missing(fields);
        if (PathOf(options, client) is not { } path || named is null || by is null) return null;
        return new ResourceReference(path, named.Name, by)
        {
            Missing = missing,
            Names = names,
            IsList = IsList(options, fields, client),
        };
    }

    private static ResourceType? Type(Fields fields)
    {
        switch (fields.Text("type"))
        {
            case "User": return ResourceType.User;
            case "Group": return ResourceType.Group;
            default:
                fields.Wrong("type", "\"User\" or \"Group\"");
                return null;
        }
    }

    private static MissingReference Missing(Fields fields)
    {
        switch (fields.Text("missing"))
        {
            case null or "refuse": return MissingReference.Refuse;
            case "omit": return MissingReference.Omit;
            case "defer": return MissingReference.Defer;
            default:
                fields.Wrong("missing", "\"refuse\", \"omit\" or \"defer\"");
                return MissingReference.Refuse;
        }
    }

    private AttributePath? By(Fields fields, ResourceType? named)
    {
        if (fields.Text("by") is not { } text || Place.Parse(text) is not { Where: null, IsExtension: false } place)
        {
            if (fields.Text("by") is { } said && Place.Doubt(said) is { } doubt) faults.Add(fields.LineOf("by"), doubt);
            fields.Wrong("by", "the attribute that the target knows the resource by, such as \"userName\"");
            return null;
        }

        if (named is null) return null;
        if (!IsKnown(named, place.Path, $"reference.by is '{text}'", fields.LineOf("by"))) return null;
        if (named.Find(place.Path with { SubName = null })?.MultiValued != true) return place.Path;
        fields.Wrong("by", "an attribute that has one value, such as \"userName\"");
        return null;
    }

    private List<AttributePath> Names(Fields fields, ResourceType? named)
    {
        var names = new List<AttributePath>();
        int line = fields.LineOf("names");
        var texts = fields.Texts("names");
        if (texts is { Count: 0 } && fields.List("names") is { Count: 0 })
            faults.Add(line, "reference.names is empty; expected one attribute at least, such as [\"id\", \"userName\"].");
        foreach (string text in texts ?? [])
        {
            if (Place.Doubt(text) is { } doubt) faults.Add(line, doubt);
            else if (Place.Parse(text) is not { Where: null, IsExtension: false, Path: var path }) faults.Add(line, $"reference.names holds '{text}', which is no attribute path.");
            else if (names.Contains(path)) faults.Add(line, $"reference.names holds '{text}' twice.");
            else if (named is null || IsKnown(named, path, $"reference.names holds '{text}'", line)) names.Add(path);
        }

        return names;
    }

    // Of a URN of the company's own nobody knows what is in it.
    private bool IsKnown(ResourceType named, AttributePath path, string what, int line)
    {
        var schema = path.Schema is null ? named.Schema : named.Extension(path.Schema);
        if (schema is null || named.Find(path) is not null) return true;
        faults.Add(line, $"{what}, which no {named.Name} has{Suggestions.End(path.Name, schema.Attributes.Select(known => known.Name))}");
        return false;
    }

    /// <summary>Where the name stands: in the row's attribute, or in the <c>value</c> of a complex one that the row converts by
    /// functions.</summary>
    private AttributePath? PathOf(Fields options, Place client)
    {
        int line = options.LineOf("reference");
        if (client.Where is not null)
        {
            faults.Add(line, $"{client} is a part of a list, and a reference stands for the whole of it or for one value. Write map(\"{client.Path with { SubName = null }}\", …).");
            return null;
        }

        if (type.Find(client.Path) is not { Type: AttributeType.Complex, MultiValued: false }) return client.Path;
        if (options.Has("write")) return client.Path with { SubName = "value" };
        faults.Add(line, $"{client} is complex, and a reference stands for one id; it stands in {client}.value. Write map(\"{client}.value\", …).");
        return null;
    }

    private bool IsList(Fields options, Fields fields, Place client)
    {
        bool? said = fields.Flag("list");
        if (type.Find(client.Path with { SubName = null }) is not { } known)
            return said ?? options["convert"] is ScriptText text && text.Value.StartsWith("list:", StringComparison.Ordinal);
        if (said is { } list && list != known.MultiValued)
            faults.Add(fields.LineOf("list"), $"reference.list is for attributes that no schema describes; {client} has {(known.MultiValued ? "many values" : "one value")}. Leave list out.");
        return known.MultiValued;
    }
}
