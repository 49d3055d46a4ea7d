using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>reference: { type, by, missing }</c>.</summary>
internal sealed class ReferenceReader(ResourceType type, FaultList faults)
{
    public ResourceReference? Read(Fields options, Place client)
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
        return fields.Text("type") is { } kind
            ? new ResourceReference(client.Path, kind, place.Path, OmitsMissing: missing == "omit")
            : null;
    }
}
