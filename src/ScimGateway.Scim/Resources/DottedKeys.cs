using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Moves <c>"name.givenName": "Ana"</c> and <c>"urn:…:User:department": "R&amp;D"</c> to their places in a body, if the
/// client may write so, and refuses them otherwise: in place, they would be lost silently.</summary>
internal static class DottedKeys
{
    public static JsonObject Expand(JsonObject body, ResourceType type, ReadingRules rules)
    {
        if (!body.Any(member => Steps(member.Key, type) is not null)) return body;
        var expanded = new JsonObject();
        foreach (var (key, value) in body.TakeAll()) Add(expanded, key, value, type, rules);
        return expanded;
    }

    private static void Add(JsonObject into, string key, JsonNode? value, ResourceType type, ReadingRules rules)
    {
        if (Steps(key, type) is not { } steps)
        {
            Merge(into, key, value, key);
            return;
        }

        if (!rules.Allows(Leniency.DottedKeys))
            throw ScimException.InvalidSyntax($"{key} is a path; expected an attribute's name.");
        if (steps.Length > 0)
        {
            Place(into, steps, value, key);
            return;
        }

        var core =
            value as JsonObject
            ?? throw ScimException.InvalidValue($"{key} must be an object, found {TypedValues.Describe(value)}.");
        foreach (var (name, inner) in core.TakeAll()) Add(into, name, inner, type, rules);
    }

    private static void Place(JsonObject into, string[] steps, JsonNode? value, string key)
    {
        foreach (string step in steps[..^1])
        {
            if (into.SpellingOf(step) is null) into.Add(step, new JsonObject());
            into = into.Find(step) as JsonObject ?? throw Twice(key);
        }

        Merge(into, steps[^1], value, key);
    }

    private static void Merge(JsonObject into, string name, JsonNode? value, string key)
    {
        if (into.SpellingOf(name) is not { } spelling)
        {
            into.Add(name, value);
            return;
        }

        if (into[spelling] is not JsonObject there || value is not JsonObject more) throw Twice(key);
        foreach (var (inner, part) in more.TakeAll()) Merge(there, inner, part, $"{key}.{inner}");
    }

    private static ScimException Twice(string key) => ScimException.InvalidSyntax($"{key} is given twice.");

    /// <summary>The names that lead to the attribute; none for the core schema's own URI; <see langword="null"/> when the key is
    /// an ordinary name.</summary>
    private static string[]? Steps(string key, ResourceType type)
    {
        if (key.AsSpan().IndexOfAny('.', ':') < 0 || type.Extension(key) is not null) return null;
        if (key.Equals(type.Schema.Id, StringComparison.OrdinalIgnoreCase)) return [];
        if (After(type.Schema.Id, key) is { } core) return Split(core, type.CoreAttribute) ?? [core];
        foreach (var extension in type.Extensions)
            if (After(extension.Id, key) is { } name) return [extension.Id, .. Split(name, extension.Find) ?? [name]];
        return Split(key, type.CoreAttribute);
    }

    private static string? After(string schema, string key) =>
        SchemaUrns.IsBelow(schema, key) ? key[(schema.Length + 1)..] : null;

    private static string[]? Split(string name, Func<string, AttributeDefinition?> find)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && find(name) is null && find(name[..dot]) is { Type: AttributeType.Complex }
            ? [name[..dot], name[(dot + 1)..]]
            : null;
    }
}
