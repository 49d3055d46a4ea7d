using System.Text.Json.Nodes;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>An <c>add</c> or <c>replace</c> of one place made canonical. A <c>replace</c> without a value removes, an <c>add</c>
/// without one does nothing (RFC 7643 section 2.5: null, an empty array and no value are the same).</summary>
internal static class WriteReading
{
    public static IEnumerable<PatchOperation> Read(PatchVerb verb, PatchPath path, JsonNode? value, ReadingRules rules)
    {
        var attribute = PlaceCheck.Definition(path, rules);
        if (PlaceCheck.IsIgnored(attribute, path, rules)) return [];
        var read = Value(verb, attribute, path, value?.DeepClone(), rules);
        if (Unassigned.Is(read)) return WithoutValue(
            verb,
            RemoveReading.Without(attribute, path, rules),
            value,
            Cleared(verb, attribute, path, value, rules)
        );
        return [PatchCanonicaliser.At(verb, path, read), .. Cleared(verb, attribute, path, value, rules)];
    }

    private static JsonNode? Value(
        PatchVerb verb,
        AttributeDefinition? attribute,
        PatchPath path,
        JsonNode? value,
        ReadingRules rules
    )
    {
        var values = new PatchValues(rules);
        var place = new Place(path.Attribute, path.Where);
        if (path is { Where: not null, Attribute.SubName: null }) return values.Element(attribute, place, value);
        var definition = path.Attribute.SubName is { } sub ? attribute?.Sub(sub) : attribute;
        // RFC 7644 section 3.5.2.1: "If the target location specifies a multi-valued attribute, a new value is added to the
        // attribute."
        if (verb == PatchVerb.Add && definition is { MultiValued: true } && IsOneOf(definition, value))
            value = new JsonArray(value);
        return values.Whole(definition, place, value);
    }

    private static bool IsOneOf(AttributeDefinition definition, JsonNode? value) =>
        definition.Type == AttributeType.Complex
            ? value is JsonObject { Count: > 0 }
            : value is not null && TypedValues.Fits(value, definition.Type);

    // {} names no part of a complex attribute and so changes none; every other unassigned value is "no value".
    private static IEnumerable<PatchOperation> WithoutValue(
        PatchVerb verb,
        PatchOperation removal,
        JsonNode? value,
        IReadOnlyList<PatchOperation> cleared
    ) =>
        verb == PatchVerb.Add ? [] : value is JsonObject ? cleared : [removal];

    // {"givenName": null} inside a replace clears that part. A null $ref means nothing: Entra writes it beside every value.
    private static PatchOperation[] Cleared(
        PatchVerb verb,
        AttributeDefinition? attribute,
        PatchPath path,
        JsonNode? value,
        ReadingRules rules
    )
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
