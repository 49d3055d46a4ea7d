using System.Text.Json.Nodes;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Emulation;

/// <summary>Gathers one page out of many resources, and counts them all. Keeps what the page needs: those on it, or, where they are
/// to be sorted, those that may still come on it.</summary>
/// <param name="skip">How many come before the page.</param>
/// <param name="take">How many are on it at most.</param>
/// <param name="order">Their order; <see langword="null"/>: as they come.</param>
internal sealed class ScannedPage(int skip, int take, ResourceOrder? order)
{
    private readonly List<JsonObject> kept = [];

    /// <summary>All so far.</summary>
    public int Total { get; private set; }

    public void Add(JsonObject resource)
    {
        Total++;
        if (order is null)
        {
            if (Total > skip && kept.Count < take) kept.Add(resource);
            return;
        }

        kept.Add(resource);
        if (kept.Count >= 2 * Math.Max((long)skip + take, 256)) KeepFirst(order);
    }

    public IReadOnlyList<JsonObject> Resources()
    {
        if (order is null) return kept;
        KeepFirst(order);
        return [.. kept.Skip(skip)];
    }

    // The order is stable: what was kept stands before what came later, as it did in the target's list.
    private void KeepFirst(ResourceOrder by)
    {
        var sorted = by.Sort(kept);
        kept.Clear();
        kept.AddRange(sorted.Take((int)Math.Min((long)skip + take, int.MaxValue)));
    }
}
