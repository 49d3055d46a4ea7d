using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Emulation.Creates;

/// <summary>Whether a resource that is there can be what a create began with: it says nothing that the create does not say as
/// well.</summary>
/// <remarks>What is missing is what the second call would have brought. Booleans are not compared, because targets give them a
/// value of their own (<c>active</c>) until they are told another.</remarks>
internal static class HalfOf
{
    public static bool Is(JsonObject there, JsonObject wanted) =>
        wanted.All(member => member.Key == "schemas" || IsPart(there.Find(member.Key), member.Value));

    private static bool IsPart(JsonNode? there, JsonNode? wanted) => (there, wanted) switch
    {
        (null, _) or (_, null) => true,
        (JsonObject one, JsonObject other) => Is(one, other),
        (JsonArray some, JsonArray all) => some.All(one => all.Any(other => IsPart(one, other))),
        // in another form than it was written: it cannot be told
        (JsonObject or JsonArray, _) or (_, JsonObject or JsonArray) => true,
        _ => IsBoolean(there)
            || IsBoolean(wanted)
            || there.ToString().Equals(wanted.ToString(), StringComparison.OrdinalIgnoreCase),
    };

    private static bool IsBoolean(JsonNode node) => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
}
