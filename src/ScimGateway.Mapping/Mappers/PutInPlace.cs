using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A whole resource in the target's words that differs from the stored one only by a change: values that no row reads,
/// that the mapping hides or never writes, and references that do not resolve stay as they are.</summary>
internal static class PutInPlace
{
    /// <param name="original">The target's resource, as it showed it. Unassigned values in it (RFC 7643 section 2.5) are left
    /// out, because some targets refuse what they show.</param>
    /// <param name="before">The mapping's output for what the client saw.</param>
    /// <param name="after">The mapping's output for what the client wants.</param>
    public static TargetResource Of(TargetResource original, TargetResource before, TargetResource after)
    {
        var whole = Unassigned.Without(original.Tree) as JsonObject ?? [];
        Change(whole, before.Tree, after.Tree);
        return new TargetResource(whole);
    }

    private static void Change(JsonObject whole, JsonObject before, JsonObject after)
    {
        foreach (var (name, value) in after)
        {
            string spelling = whole.SpellingOf(name) ?? name;
            var (own, old) = (whole[spelling], before.Find(name));
            // Values that the client does not change stay, even if the target has them elsewhere; but a PUT names the type of the
            // resource (RFC 7643 section 3).
            if (JsonNode.DeepEquals(old, value) && (own is not null || name is not ("schemas" or "meta"))) continue;
            if (own is JsonObject inner && value is JsonObject wanted) Change(inner, old as JsonObject ?? [], wanted);
            else if (name == "schemas" && own is JsonArray listed && value is JsonArray urns)
                ChangeSchemas(listed, old as JsonArray ?? [], urns);
            else
                whole[spelling] = value?.DeepClone();
        }

        foreach (var (name, old) in before)
        {
            if (after.SpellingOf(name) is not null || whole.SpellingOf(name) is not { } spelling) continue;
            if (old is JsonObject gone && whole[spelling] is JsonObject inner) Change(inner, gone, []);
            if (whole[spelling] is not JsonObject { Count: > 0 } || old is not JsonObject) whole.Remove(spelling);
        }
    }

    // Those of extensions that the mapping hides stay, too.
    private static void ChangeSchemas(JsonArray listed, JsonArray before, JsonArray after)
    {
        foreach (var gone in before.Where(urn => !Holds(after, urn)))
            if (listed.FirstOrDefault(urn => JsonNode.DeepEquals(urn, gone)) is { } found) listed.Remove(found);
        foreach (var come in after.Where(urn => !Holds(listed, urn))) listed.Add(come?.DeepClone());
    }

    private static bool Holds(JsonArray urns, JsonNode? urn) => urns.Any(one => JsonNode.DeepEquals(one, urn));
}
