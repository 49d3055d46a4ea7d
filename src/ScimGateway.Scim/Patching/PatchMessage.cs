using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>The envelope of a PatchOp message (RFC 7644 section 3.5.2): <c>schemas</c>, <c>Operations</c>, and the members of
/// each operation.</summary>
internal static class PatchMessage
{
    /// <exception cref="ScimException"><c>invalidSyntax</c>; <c>invalidValue</c> when an <c>add</c> or <c>replace</c> has no
    /// value.</exception>
    public static IEnumerable<SaidOperation> Read(JsonObject body, ReadingRules rules)
    {
        var operations = Member(body, "Operations", "The message", rules, out var given);
        CheckSchemas(body, rules);
        if (!operations) throw ScimException.InvalidSyntax("A PATCH needs Operations, an array.");
        if (given is not JsonArray array)
            throw ScimException.InvalidSyntax($"Operations is a JSON {ScimJson.KindOf(given)}; expected an array.");
        return array.Select((operation, index) => Operation(operation, $"Operations[{index}]", rules));
    }

    private static void CheckSchemas(JsonObject body, ReadingRules rules)
    {
        Member(body, "schemas", "The message", rules, out var schemas);
        if (rules.Allows(Leniency.MissingSchemas)) return;
        if (schemas is not JsonArray names || !names.Any(name =>
            name.IsString(out string? text) && text.Equals(SchemaUrns.PatchOp, StringComparison.OrdinalIgnoreCase)))
            throw ScimException.InvalidSyntax($"schemas must hold {SchemaUrns.PatchOp}.");
    }

    private static SaidOperation Operation(JsonNode? node, string place, ReadingRules rules)
    {
        if (node is not JsonObject operation)
            throw ScimException.InvalidSyntax($"{place} is a JSON {ScimJson.KindOf(node)}; expected an object.");
        var verb = Verb(operation, place, rules);
        Member(operation, "path", place, rules, out var path);
        bool hasValue = Member(operation, "value", place, rules, out var value);
        if (!hasValue && verb != PatchVerb.Remove) throw ScimException.InvalidValue($"{place} needs a value.");
        return new SaidOperation(verb, Path(path, place), hasValue, value);
    }

    private static PatchVerb Verb(JsonObject operation, string place, ReadingRules rules)
    {
        Member(operation, "op", place, rules, out var said);
        if (!said.IsString(out string? word)) throw ScimException.InvalidSyntax($"{place} needs an op: add, remove or replace.");
        return (rules.Allows(Leniency.MessageCase) ? word.ToLowerInvariant() : word) switch
        {
            "add" => PatchVerb.Add,
            "remove" => PatchVerb.Remove,
            "replace" => PatchVerb.Replace,
            _ => throw ScimException.InvalidSyntax($"{place}.op is \"{word}\"; expected add, remove or replace."),
        };
    }

    private static string? Path(JsonNode? path, string place)
    {
        if (path is null) return null;
        return path.IsString(out string? text)
            ? text
            : throw ScimException.InvalidPath($"{place}.path is a JSON {ScimJson.KindOf(path)}; expected a string.");
    }

    // A member in another case is refused and not ignored: without its "Path" an operation would mean the whole resource.
    private static bool Member(JsonObject json, string name, string place, ReadingRules rules, out JsonNode? value)
    {
        value = null;
        if (json.SpellingOf(name) is not { } spelling) return false;
        if (spelling != name && !rules.Allows(Leniency.MessageCase))
            throw ScimException.InvalidSyntax($"{place} has \"{spelling}\"; expected \"{name}\".");
        value = json[spelling];
        return true;
    }
}
