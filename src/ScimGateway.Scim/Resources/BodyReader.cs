using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Resources;

/// <summary>Parses one body into the <see cref="CommonForm"/>: from the top down, a method for each level.</summary>
internal sealed class BodyReader : IValueDoor
{
    private readonly ResourceType type;
    private readonly ReadingRules rules;
    private readonly ValueReader values;
    private readonly List<AttributePath> cleared = [];

    public BodyReader(ResourceType type, ReadingRules rules)
    {
        (this.type, this.rules) = (type, rules);
        values = new ValueReader(rules, this);
    }

    public CommonForm Read(JsonObject body)
    {
        ValueReader.RefuseTwins(body);
        var resource = new JsonObject();
        foreach (var (key, value) in DottedKeys.Expand(body, type, rules).TakeAll())
        {
            string name = Current(key);
            if (type.Extension(name) is { } extension) Extension(resource, extension, value);
            else if (value is JsonObject inner && name.Contains(':', StringComparison.Ordinal))
                resource.Add(name, ExtensionObject.Clean(inner));
            else
                values.Member(
                    resource,
                    type.CoreAttribute(name),
                    name,
                    new Place(null, type.CoreAttribute(name)?.Name ?? name),
                    value
                );
        }

        Schemas(resource);
        return new CommonForm(resource, cleared);
    }

    private void Schemas(JsonObject resource)
    {
        if (resource[ResourceSchemas.Name] is JsonArray listed)
            for (int i = 0; i < listed.Count; i++) listed[i] = Current((string)listed[i]!);
        if (!rules.Allows(Leniency.MissingSchemas) && !Lists(resource[ResourceSchemas.Name] as JsonArray, type.Schema.Id))
            throw ScimException.InvalidSyntax($"schemas must list \"{type.Schema.Id}\".");
        cleared.RemoveAll(path => path is { Schema: null, Name: ResourceSchemas.Name });
        ResourceSchemas.Complete(resource, type);
    }

    private void Extension(JsonObject resource, SchemaDefinition extension, JsonNode? value)
    {
        if (value is null or JsonObject { Count: 0 })
        {
            Clear(new AttributePath(null, extension.Id), value);
            return;
        }

        var given = value as JsonObject ?? throw ValueReader.Wrong(new Place(null, extension.Id), "an object", value);
        ValueReader.RefuseTwins(given);
        var read = new JsonObject();
        foreach (var (key, inner) in given.TakeAll().Where(member => !ExtensionObject.IsStray(extension, member.Key)))
            values.Member(read, extension.Find(key), key, new Place(extension.Id, extension.Find(key)?.Name ?? key), inner);
        if (read.Count > 0 && !resource.TryAdd(extension.Id, read))
            throw ScimException.InvalidSyntax($"{extension.Id} is given twice.");
    }

    // Read-only attributes in a POST and a PUT are ignored (RFC 7644 sections 3.3 and 3.5.1).
    bool IValueDoor.Ignores(AttributeDefinition? attribute, Place place) => attribute is { Mutability: Mutability.ReadOnly };

    void IValueDoor.Unassigned(Place place, JsonNode? value)
    {
        if (place.Path is { } path) Clear(path, value);
    }

    private void Clear(AttributePath path, JsonNode? value)
    {
        if (value is not null || !rules.Allows(Leniency.PartialReplace)) cleared.Add(path);
    }

    private string Current(string uri) => rules.CurrentSchema(uri);

    private static bool Lists(JsonArray? listed, string uri) =>
        listed?.Any(item => item.IsString(out string? text) && text.Equals(uri, StringComparison.OrdinalIgnoreCase)) ?? false;
}
