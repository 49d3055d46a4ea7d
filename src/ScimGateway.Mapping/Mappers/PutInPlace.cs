using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A whole resource in the target's words that differs from what the target has only by a change: what no row reads,
/// what the mapping hides or never writes, and a reference that names nobody stay as they are.</summary>
internal static class PutInPlace
{
    /// <param name="original">What the target has, as it showed it. What is unassigned in it (RFC 7643 section 2.5) is left
    /// out, for some refuse what they show.</param>
    /// <param name="before">What the mapping makes of what the client saw.</param>
    /// <param name="after">What the mapping makes of what the client wants.</param>
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
            // What the client does not change stays, also where the target has it elsewhere; but a PUT says what it is a PUT of
            // (RFC 7643 section 3).
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
