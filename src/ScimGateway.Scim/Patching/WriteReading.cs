using System.Text.Json.Nodes;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>An <c>add</c> or <c>replace</c> of one place made canonical. Nothing as value removes with <c>replace</c>, and says
/// nothing with <c>add</c> (RFC 7643 section 2.5: null, an empty array and no value are one).</summary>
internal static class WriteReading
{
    public static IEnumerable<PatchOperation> Read(PatchVerb verb, PatchPath path, JsonNode? value, ReadingRules rules)
    {
        var attribute = PlaceCheck.Definition(path, rules);
        if (PlaceCheck.IsIgnored(attribute, path, rules)) return [];
        var read = Value(attribute, path, value, rules);
        if (Unassigned.Is(read)) return WithoutValue(verb, path, read, Cleared(verb, attribute, path, value, rules));
        return [PatchCanonicaliser.At(verb, path, read), .. Cleared(verb, attribute, path, value, rules)];
    }

    private static JsonNode? Value(AttributeDefinition? attribute, PatchPath path, JsonNode? value, ReadingRules rules)
    {
        bool several = path is { Where: null, Attribute.SubName: null } && attribute is { MultiValued: true };
        if (several) return ValueReading.Several(attribute!, value, path.ToString(), rules);
        if (path.Attribute.SubName is { } sub) return ValueReading.Any(attribute?.Sub(sub), value, path.ToString(), rules);
        return ValueReading.One(attribute, value, path.ToString(), rules);
    }

    // {} names no part of a complex attribute and so changes none; everything else unassigned is "no value".
    private static IEnumerable<PatchOperation> WithoutValue(PatchVerb verb, PatchPath path, JsonNode? read, IReadOnlyList<PatchOperation> cleared) =>
        verb == PatchVerb.Add ? [] : read is JsonObject ? cleared : [PatchCanonicaliser.At(PatchVerb.Remove, path, null)];

    // {"givenName": null} inside a replace clears that part. A null $ref is no wish: Entra writes it beside every value.
    private static PatchOperation[] Cleared(PatchVerb verb, AttributeDefinition? attribute, PatchPath path, JsonNode? value, ReadingRules rules)
    {
        bool parts = verb == PatchVerb.Replace && path is { Where: null, Attribute.SubName: null }
            && attribute is { Type: AttributeType.Complex, MultiValued: false };
        if (!parts || value is not JsonObject members) return [];
        return
        [
            .. members.Where(member => member.Value is null && member.Key != "$ref" && OddNames.IsRegular(member.Key))
                .Select(member => new PatchPath(path.Attribute with { SubName = attribute!.Sub(member.Key)?.Name ?? member.Key }))
                .Where(part => !PlaceCheck.IsIgnored(attribute, part, rules))
                .Select(part => new PatchOperation(PatchVerb.Remove, part, null)),
        ];
    }
}
