using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A PATCH of SCIM 1.1 (its section 3.3.2): a partial resource, where <c>meta.attributes</c> lists what is removed,
/// and an element with <c>"operation": "delete"</c> goes.</summary>
internal static class Scim11Message
{
    private const string Schemas10 = "urn:scim:schemas:";
    private const string Enterprise10 = "urn:scim:schemas:extension:enterprise:1.0";

    /// <summary>What the message says beyond 1.1's own words: removal by value, and an id that is only repeated.</summary>
    public const Leniency Implied = Leniency.RemoveByValue | Leniency.IgnoreReadOnly;

    public static bool Is(JsonObject body) => body.Find("schemas") is JsonArray schemas
        && schemas.Any(schema => schema.IsString(out string? urn) && urn.StartsWith(Schemas10, StringComparison.OrdinalIgnoreCase))
        && body.SpellingOf("Operations") is null;

    /// <exception cref="ScimException"><c>invalidSyntax</c>: the client's profile does not speak SCIM 1.1.</exception>
    public static IEnumerable<SaidOperation> Read(JsonObject body, ReadingRules rules)
    {
        if (!rules.Allows(Leniency.Scim11)) throw ScimException.InvalidSyntax($"The body is of SCIM 1.1; expected a message of {SchemaUrns.PatchOp}.");
        return [.. Removed(body.Find("meta")), .. body.SelectMany(member => Written(member.Key, member.Value))];
    }

    private static IEnumerable<SaidOperation> Removed(JsonNode? meta)
    {
        if (meta is not JsonObject members || members.Find("attributes") is not JsonArray names) yield break;
        foreach (var name in names)
        {
            yield return name.IsString(out string? path)
                ? new SaidOperation(PatchVerb.Remove, path, HasValue: false, null)
                : throw ScimException.InvalidSyntax("meta.attributes must hold names of attributes.");
        }
    }

    private static IEnumerable<SaidOperation> Written(string name, JsonNode? value)
    {
        if (name.ToLowerInvariant() is "schemas" or "meta" or "id") return [];
        if (name.Equals(Enterprise10, StringComparison.OrdinalIgnoreCase)) name = SchemaUrns.EnterpriseUser;
        if (value is JsonArray elements) return Elements(name, elements);
        return [new SaidOperation(PatchVerb.Replace, null, HasValue: true, new JsonObject { [name] = value?.DeepClone() })];
    }

    private static IEnumerable<SaidOperation> Elements(string name, JsonArray elements)
    {
        var added = new JsonArray();
        var deleted = new JsonArray();
        foreach (var element in elements) (IsDeleted(element) ? deleted : added).Add(WithoutOperation(element));
        if (added.Count > 0) yield return new SaidOperation(PatchVerb.Add, name, HasValue: true, added);
        if (deleted.Count > 0) yield return new SaidOperation(PatchVerb.Remove, name, HasValue: true, deleted);
    }

    private static bool IsDeleted(JsonNode? element) => element is JsonObject members
        && members.Find("operation").IsString(out string? word) && word.Equals("delete", StringComparison.OrdinalIgnoreCase);

    private static JsonNode? WithoutOperation(JsonNode? element)
    {
        var copy = element?.DeepClone();
        if (copy is JsonObject members && members.SpellingOf("operation") is { } name) members.Remove(name);
        return copy;
    }
}
