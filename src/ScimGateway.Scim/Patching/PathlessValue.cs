using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>Splits the value of a path-less operation into places with a value each (RFC 7644 sections 3.5.2.1 and 3.5.2.3),
/// including extension objects and Entra's dotted keys (<c>name.givenName</c>, <c>urn:…:User:department</c>).</summary>
internal static class PathlessValue
{
    /// <exception cref="ScimException"><c>invalidValue</c>: no object, or a key that names no attribute.</exception>
    public static IEnumerable<(PatchPath Path, JsonNode? Value)> Parts(JsonNode? value, ReadingRules rules)
    {
        if (value is not JsonObject members)
            throw ScimException.InvalidValue($"An operation without a path has a JSON {ScimJson.KindOf(value)} as its value; expected an object that names attributes.");
        return members.SelectMany(member => Named(member.Key, member.Value, rules));
    }

    /// <summary>The attributes of an extension object; without a value the whole extension is meant.</summary>
    public static IEnumerable<(PatchPath Path, JsonNode? Value)> OfSchema(string urn, JsonNode? value, ReadingRules rules)
    {
        if (value is null && !urn.Equals(rules.Type?.Schema.Id, StringComparison.OrdinalIgnoreCase))
            return [(new PatchPath(new AttributePath(null, urn)), null)];
        if (value is not JsonObject members)
            throw ScimException.InvalidValue(
                $"{urn} is a JSON {ScimJson.KindOf(value)}; expected an object that names attributes."
            );
        var extension = rules.Type?.Extension(urn);
        return members
            .Where(member => !ExtensionObject.IsStray(extension, member.Key))
            .Select(member => (Within(urn, member.Key, rules), member.Value));
    }

    private static IEnumerable<(PatchPath Path, JsonNode? Value)> Named(string name, JsonNode? value, ReadingRules rules)
    {
        name = rules.CurrentPath(name);
        if (SchemaNamed(name, value, rules) is { } urn) return OfSchema(urn, value, rules);
        if (OddNames.IsRegular(name) || OddNames.IsOdd(name)) return [(At(new AttributePath(null, name), rules), value)];
        return [(Dotted(name, name, rules), value)];
    }

    // The URI of a schema means its object: always for a known schema, for an unknown one if its value is an object and it is not
    // an attribute of a known one.
    private static string? SchemaNamed(string name, JsonNode? value, ReadingRules rules)
    {
        if (!name.Contains(':', StringComparison.Ordinal) || name.Contains('[', StringComparison.Ordinal)) return null;
        IReadOnlyList<string> known = rules.Type?.SchemaIds ?? [];
        foreach (string id in known)
            if (id.Equals(name, StringComparison.OrdinalIgnoreCase)) return id;
        return value is JsonObject && !known.Any(id => SchemaUrns.IsBelow(id, name)) ? name : null;
    }

    private static PatchPath Within(string urn, string name, ReadingRules rules) =>
        OddNames.IsRegular(name) || OddNames.IsOdd(name)
            ? At(new AttributePath(urn, name), rules)
            : Dotted($"{urn}:{name}", name, rules);

    private static PatchPath Dotted(string path, string key, ReadingRules rules)
    {
        if (!rules.Allows(Leniency.DottedKeys))
            throw ScimException.InvalidValue($"\"{key}\" is no name of an attribute; name a place inside one with path.");
        return PatchPath.Parse(path, rules);
    }

    private static PatchPath At(AttributePath path, ReadingRules rules) => new(rules.Type?.Canonical(path) ?? path);
}
