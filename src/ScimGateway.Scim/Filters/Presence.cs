using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Filters;

/// <summary>Whether a value is there at all: <c>null</c>, <c>""</c>, <c>[]</c>, <c>{}</c> and what holds only these are not
/// (RFC 7643 section 2.5, RFC 7644 table 3 <c>pr</c>).</summary>
internal static class Presence
{
    public static bool Of(JsonNode? node) => node switch
    {
        null => false,
        JsonObject complex => AnyOf(complex),
        JsonArray elements => AnyOf(elements),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.Null => false,
            JsonValueKind.String => !value.TryGetValue(out string? text) || text.Length > 0,
            _ => true,
        },
        _ => true,
    };

    private static bool AnyOf(JsonObject complex)
    {
        foreach (var member in complex)
            if (Of(member.Value)) return true;
        return false;
    }

    private static bool AnyOf(JsonArray elements)
    {
        foreach (var element in elements)
            if (Of(element)) return true;
        return false;
    }
}
