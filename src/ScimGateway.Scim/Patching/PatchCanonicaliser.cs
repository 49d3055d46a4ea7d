using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

/// <summary>Reads a PATCH in a client's dialect and makes it canonical: one attribute for each operation, values of the schema's
/// types. A canonical PATCH does not change.</summary>
internal static class PatchCanonicaliser
{
    public static PatchRequest Canonicalise(JsonObject body, ReadingRules rules)
    {
        bool scim11 = Scim11Message.Is(body);
        var said = scim11 ? Scim11Message.Read(body, rules) : PatchMessage.Read(body, rules);
        if (scim11) rules = rules with { Leniency = rules.Leniency | Scim11Message.Implied };
        var canonical = new List<PatchOperation>();
        foreach (var operation in said.SelectMany(operation => Canonical(operation, rules)))
        {
            if (canonical.Count == rules.Limits.PatchOperations)
                throw ScimException.TooLarge($"The PATCH has more than {rules.Limits.PatchOperations} operations.");
            canonical.Add(operation);
        }

        return new PatchRequest(canonical);
    }

    private static IEnumerable<PatchOperation> Canonical(SaidOperation said, ReadingRules rules)
    {
        if (said.Verb != PatchVerb.Remove)
            return Places(said, rules).SelectMany(part => WriteReading.Read(said.Verb, part.Path, part.Value, rules));
        if (said.Path is null) throw ScimException.NoTarget("A remove operation needs a path.");
        return RemoveReading.Read(PatchPath.Parse(said.Path, rules), said, rules);
    }

    private static IEnumerable<(PatchPath Path, JsonNode? Value)> Places(SaidOperation said, ReadingRules rules)
    {
        if (said.Path is null) return PathlessValue.Parts(said.Value, rules);
        var path = PatchPath.Parse(said.Path, rules);
        if (IsSchema(path)) return PathlessValue.OfSchema(path.Attribute.Name, said.Value, rules);
        return said.Value is JsonObject && IsUnknownSchema(path, rules)
            ? PathlessValue.OfSchema(path.Attribute.ToString(), said.Value, rules)
            : [(path, said.Value)];
    }

    private static bool IsSchema(PatchPath path) =>
        path is { Where: null, Attribute: { Schema: null, SubName: null } attribute }
        && attribute.Name.Contains(':', StringComparison.Ordinal);

    // urn:acme:2.0:User with an object is that extension, and not an attribute "User" of urn:acme:2.0.
    private static bool IsUnknownSchema(PatchPath path, ReadingRules rules) =>
        path is { Where: null, Attribute: { Schema: { } schema, SubName: null } }
        && rules.Type?.SchemaIds.Contains(schema, StringComparer.OrdinalIgnoreCase) != true
        && schema[(schema.LastIndexOf(':') + 1)..] is { Length: > 0 } version
        && version.All(letter => char.IsAsciiDigit(letter) || letter == '.');

    /// <summary>One operation; an attribute that no path can name becomes a member of a value without a path, in which no value
    /// means removal.</summary>
    internal static PatchOperation At(PatchVerb verb, PatchPath path, JsonNode? value)
    {
        var (schema, name, _) = path.Attribute;
        if (!OddNames.IsOdd(name) || path is not { Where: null, Attribute.SubName: null })
            return new PatchOperation(verb, path, value);
        JsonNode members = new JsonObject { [name] = value };
        return new PatchOperation(
            verb == PatchVerb.Remove ? PatchVerb.Replace : verb,
            null,
            schema is null ? members : new JsonObject { [schema] = members });
    }
}
