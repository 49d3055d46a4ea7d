using System.Collections.Concurrent;

namespace ScimGateway.Stores.Owed;

/// <summary>Which targets are owed anything, so that those that are not cost nobody a look. Exact where this process alone
/// writes; elsewhere any target may be.</summary>
internal sealed class OwingTargets(bool isShared, bool beginsEmpty)
{
    private readonly ConcurrentDictionary<string, (bool Owes, long Order)> targets = new(StringComparer.Ordinal);
    private volatile bool isKnown = beginsEmpty;

    public bool MayOwe(string target) => isShared || !isKnown || (targets.TryGetValue(target, out var one) && one.Owes);

    /// <summary>All that the store holds before the first write.</summary>
    public void Know(IEnumerable<string> owing)
    {
        foreach (string target in owing) targets.TryAdd(target, (true, 0));
        isKnown = true;
    }

    /// <param name="target">One that a unit has changed.</param>
    /// <param name="owes">What is so when that unit is committed.</param>
    /// <param name="order">That unit's place: their callers may get here in another order.</param>
    public void Tell(string target, bool owes, long order) => targets.AddOrUpdate(
        target,
        (owes, order),
        (_, before) => before.Order > order ? before : (owes, order)
    );
}
