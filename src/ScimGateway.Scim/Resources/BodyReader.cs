using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Reads one body into the <see cref="CommonForm"/>: from the top down, a method a level.</summary>
internal sealed class BodyReader(ResourceType type, ReadingRules rules)
{
    private readonly List<AttributePath> cleared = [];
    private readonly bool loose = rules.Allows(Leniency.LooseComplexValues);
    private readonly bool blank = rules.Allows(Leniency.EmptyStrings);

    public CommonForm Read(JsonObject body)
    {
        RefuseTwins(body);
        var resource = new JsonObject();
        foreach (var (key, value) in DottedKeys.Expand(body, type, rules).TakeAll())
        {
            string name = Current(key);
            if (type.Extension(name) is { } extension) Extension(resource, extension, value);
            else Attribute(resource, type.CoreAttribute(name), name, new Place(null, type.CoreAttribute(name)?.Name ?? name), value);
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

        var given = value as JsonObject ?? throw Wrong(new Place(null, extension.Id), "an object", value);
        RefuseTwins(given);
        var read = new JsonObject();
        foreach (var (key, inner) in given.TakeAll())
            Attribute(read, extension.Find(key), key, new Place(extension.Id, extension.Find(key)?.Name ?? key), inner);
        if (read.Count > 0 && !resource.TryAdd(extension.Id, read)) throw ScimException.InvalidSyntax($"{extension.Id} is given twice.");
    }

    private void Attribute(JsonObject into, AttributeDefinition? attribute, string key, Place place, JsonNode? value)
    {
        if (attribute is { Mutability: Mutability.ReadOnly }) return;
        if (IsUnassigned(attribute, value))
        {
            if (place.Path is { } path) Clear(path, value);
            return;
        }

        var read = attribute is null ? value : attribute.MultiValued ? Many(attribute, place, value!) : One(attribute, place, value);
        if (read is not null) into.Add(attribute?.Name ?? key, read);
    }

    private JsonArray? Many(AttributeDefinition attribute, Place place, JsonNode value)
    {
        var elements = value is JsonArray array ? array.TakeAll() : loose ? [value] : throw Wrong(place, "an array", value);
        var read = new JsonArray();
        for (int i = 0; i < elements.Length; i++)
            if (One(attribute, place.At(i), elements[i]) is { } element) read.Add(element);
        return read.Count > 0 ? read : null;
    }

    private JsonNode? One(AttributeDefinition attribute, Place place, JsonNode? value)
    {
        if (loose && value is JsonArray { Count: 1 } wrapped) value = wrapped.TakeAll()[0];
        if (IsUnassigned(attribute, value)) return null;
        if (attribute.Type != AttributeType.Complex) return Simple(attribute, place, value!);
        if (value is JsonObject given) return Complex(attribute, place, given);
        if (loose && value is JsonValue && attribute.Sub("value") is not null)
            return Complex(attribute, place, new JsonObject { ["value"] = value });
        throw Wrong(place, "an object", value);
    }

    private JsonObject? Complex(AttributeDefinition attribute, Place place, JsonObject given)
    {
        RefuseTwins(given);
        var read = new JsonObject();
        bool isNamed = given.SpellingOf("value") is not null;
        foreach (var (key, value) in given.TakeAll())
        {
            var sub = attribute.Sub(isNamed ? key : Current(attribute, key));
            Attribute(read, sub, key, place.Sub(sub?.Name ?? key), value);
        }

        return read.Count > 0 ? read : null;
    }

    private JsonNode Simple(AttributeDefinition attribute, Place place, JsonNode value)
    {
        if (TypedValues.Fits(value, attribute.Type)) return value;
        var converted = rules.Allows(Leniency.SchemaTypedLiterals) ? TypedValues.Convert(value, attribute.Type) : null;
        return converted ?? throw Wrong(place, TypedValues.Describe(attribute.Type), value);
    }

    // RFC 7643 section 2.5 names null and []; an object without members says no more than they do.
    private bool IsUnassigned(AttributeDefinition? attribute, JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => true,
        JsonObject { Count: 0 } => attribute is { Type: AttributeType.Complex },
        JsonValue => (blank || (loose && attribute is { Type: AttributeType.Complex })) && value.IsString(out string? text) && text.Length == 0,
        _ => false,
    };

    private void Clear(AttributePath path, JsonNode? value)
    {
        if (value is not null || !rules.Allows(Leniency.PartialReplace)) cleared.Add(path);
    }

    private string Current(string uri) => rules.Allows(Leniency.Scim11) ? Scim11.CurrentSchema(uri, type.Schema.Id) : uri;

    // SCIM 1.1 section 6.3 calls the manager's id managerId; OneLogin's templates still do.
    private string Current(AttributeDefinition attribute, string sub) =>
        rules.Allows(Leniency.Scim11) && attribute.Name == "manager" && sub.Equals(Scim11.ManagerId, StringComparison.OrdinalIgnoreCase) ? "value" : sub;

    private static bool Lists(JsonArray? listed, string uri) =>
        listed?.Any(item => item.IsString(out string? text) && text.Equals(uri, StringComparison.OrdinalIgnoreCase)) ?? false;

    // A group has many thousands of small members: they are compared by pairs, and a set is made for large objects only.
    private static void RefuseTwins(JsonObject given)
    {
        var seen = given.Count > 8 ? new HashSet<string>(given.Count, StringComparer.OrdinalIgnoreCase) : null;
        for (int i = 0; i < given.Count; i++)
        {
            string name = given.GetAt(i).Key;
            if (seen is null ? IsBefore(given, i, name) : !seen.Add(name))
                throw ScimException.InvalidSyntax($"{name} is given twice, in two spellings.");
        }
    }

    private static bool IsBefore(JsonObject given, int end, string name)
    {
        for (int i = 0; i < end; i++)
            if (given.GetAt(i).Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static ScimException Wrong(Place place, string expected, JsonNode? found) =>
        ScimException.InvalidValue($"{place} must be {expected}, found {TypedValues.Describe(found)}.");
}
