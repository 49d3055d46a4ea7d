using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Elements of the target's lists that no change writes (<c>drop('emails[type eq "home"]')</c>, <c>readOnly</c>). Since
/// a list is sent as a whole, they are added to it again.</summary>
internal sealed class UnwrittenElements
{
    private readonly Place[] places;

    public UnwrittenElements(IReadOnlyList<Row> rows) => places =
    [
        .. rows.Where(row => row.Whole is null && (row.Target is null || !row.Updates)).Select(row => (row.Target ?? row.Client)!)
            .Where(place => place.Where is not null && !rows.Any(other => other.Updates && place.Equals(other.Target)))
            .Distinct(),
    ];

    /// <summary>Whether there are any, so that the target's own resource is needed.</summary>
    public bool Any => places.Length > 0;

    /// <param name="resource">The mapping's output for the client's resource. It is changed.</param>
    /// <param name="original">The target's resource. It is not changed.</param>
    public TargetResource Into(TargetResource resource, TargetResource original)
    {
        foreach (var place in places) Keep(resource.Tree, original.Tree, place);
        return resource;
    }

    private static void Keep(JsonObject resource, JsonObject original, Place place)
    {
        var list = new Place(place.Path with { SubName = null });
        if (Placing.Find(original, list) is not JsonArray own || First(own, place.Where!) is not { } element) return;
        var elements = Placing.Find(resource, list) as JsonArray;
        if (place.Path.SubName is not { } sub || AttributeWalk.SaysNothing(element, place.Where!, without: sub))
            Insert(resource, list, elements, element, own.IndexOf(element));
        else if (elements is not null && First(elements, place.Where!) is { } there && element.TryFind(sub, out var value))
            there[there.SpellingOf(sub) ?? sub] = value?.DeepClone();
    }

    private static void Insert(JsonObject resource, Place list, JsonArray? elements, JsonObject element, int index)
    {
        if (elements is null) Placing.Put(resource, list, elements = []);
        var kept = (JsonObject)element.DeepClone();
        if (elements.OfType<JsonObject>().Any(IsPrimary))
            kept.Remove(kept.SpellingOf("primary") ?? "primary"); // true at most once (RFC 7643 section 2.4)
        elements.Insert(Math.Min(index, elements.Count), kept);
    }

    private static JsonObject? First(JsonArray elements, Selector where) =>
        elements.OfType<JsonObject>().FirstOrDefault(where.Matches);

    private static bool IsPrimary(JsonObject element) => element.Find("primary")?.GetValueKind() == JsonValueKind.True;
}
