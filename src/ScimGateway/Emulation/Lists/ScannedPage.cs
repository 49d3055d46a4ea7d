using System.Text.Json.Nodes;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Emulation.Lists;

/// <summary>Collects one page out of many resources, and counts them all. It keeps the resources on the page, or, with sorting,
/// the JSON of those that may still be on it.</summary>
/// <param name="skip">How many come before the page.</param>
/// <param name="take">How many are on it at most.</param>
/// <param name="order">Their order; <see langword="null"/>: as they arrive.</param>
internal sealed class ScannedPage(int skip, int take, ResourceOrder? order)
{
    private readonly List<JsonObject> kept = [];
    private readonly FirstInOrder? sorted = order is null
        ? null
        : new FirstInOrder(order, (int)Math.Min((long)skip + take, int.MaxValue));

    /// <summary>All so far.</summary>
    public int Total { get; private set; }

    /// <summary>The memory of the resources that are kept as JSON.</summary>
    public long Bytes => sorted?.Bytes ?? 0;

    /// <returns>Whether the resource itself is kept.</returns>
    public bool Add(JsonObject resource)
    {
        Total++;
        sorted?.Add(resource);
        if (sorted is not null || Total <= skip || kept.Count == take) return false;
        kept.Add(resource);
        return true;
    }

    public IReadOnlyList<JsonObject> Resources() => sorted?.After(skip) ?? kept;
}
