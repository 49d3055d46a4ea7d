using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A PATCH of SCIM 1.1 (its section 3.3.2): a partial resource, in which <c>meta.attributes</c> lists removed
/// attributes, and elements with <c>"operation": "delete"</c> are removed.</summary>
internal static class Scim11Message
{
    /// <summary>The parts that are not in 1.1's own form: removal by value, and an id that is only repeated.</summary>
    public const Leniency Implied = Leniency.RemoveByValue | Leniency.IgnoreReadOnly;

    public static bool Is(JsonObject body) => body.Find("schemas") is JsonArray schemas
        && schemas.Any(schema => schema.IsString(out string? urn) && Scim11.IsUri(urn))
        && body.SpellingOf("Operations") is null;

    /// <exception cref="ScimException"><c>invalidSyntax</c>: the client's profile does not allow SCIM 1.1.</exception>
    public static IEnumerable<SaidOperation> Read(JsonObject body, ReadingRules rules)
    {
        if (!rules.Allows(Leniency.Scim11))
            throw ScimException.InvalidSyntax($"The body is of SCIM 1.1; expected a message of {SchemaUrns.PatchOp}.");
        string core = rules.Type?.Schema.Id ?? SchemaUrns.User;
        return [.. Removed(body.Find("meta")), .. body.SelectMany(member => Written(member.Key, member.Value, core))];
    }

    private static IEnumerable<SaidOperation> Removed(JsonNode? meta)
    {
        if (meta is not JsonObject members || members.Find("attributes") is not JsonArray names) yield break;
        foreach (var name in names)
        {
            yield return name.IsString(out string? path)
                ? new SaidOperation(PatchVerb.Remove, Path(path), HasValue: false, null)
                : throw ScimException.InvalidSyntax("meta.attributes must hold names of attributes.");
        }
    }

    private static string Path(string said)
    {
        string path = Scim11.CurrentPath(said);
        bool isManagerId = path.EndsWith("manager." + Scim11.ManagerId, StringComparison.OrdinalIgnoreCase);
        return isManagerId ? path[..^Scim11.ManagerId.Length] + "value" : path;
    }

    private static IEnumerable<SaidOperation> Written(string name, JsonNode? value, string core)
    {
        if (name.ToLowerInvariant() is "schemas" or "meta" or "id") return [];
        string schema = Scim11.CurrentSchema(name, core);
        if (value is JsonObject members && name.Contains(':', StringComparison.Ordinal))
            return members.SelectMany(member =>
                schema == core ? Written(member.Key, member.Value, core) : Extended(schema, member.Key, member.Value));
        if (value is JsonArray elements && OddNames.IsRegular(name)) return Elements(name, elements);
        return [Replace(new JsonObject { [schema] = value?.DeepClone() })];
    }

    private static IEnumerable<SaidOperation> Extended(string schema, string name, JsonNode? value)
    {
        if (value is JsonArray elements && OddNames.IsRegular(name)) return Elements($"{schema}:{name}", elements);
        return [Replace(new JsonObject { [schema] = new JsonObject { [name] = WithValue(name, value) } })];
    }

    private static SaidOperation Replace(JsonObject members) => new(PatchVerb.Replace, null, HasValue: true, members);

    private static JsonNode? WithValue(string name, JsonNode? value)
    {
        var copy = value?.DeepClone();
        if (!name.Equals("manager", StringComparison.OrdinalIgnoreCase) || copy is not JsonObject manager) return copy;
        if (manager.SpellingOf(Scim11.ManagerId) is not { } spelling || manager.SpellingOf("value") is not null) return copy;
        var id = manager[spelling];
        manager.Remove(spelling);
        manager["value"] = id;
        return manager;
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
