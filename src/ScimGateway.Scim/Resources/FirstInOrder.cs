using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Resources;

/// <summary>The first resources of any number of resources in an order. Only the key and the JSON of each is kept, a tenth of
/// what a tree takes; of the others, nothing.</summary>
/// <param name="order">Equal resources keep the order in which they were added.</param>
/// <param name="most">How many.</param>
public sealed class FirstInOrder(ResourceOrder order, int most)
{
    /// <summary>Sorted when there are twice as many as wanted, and not for every few.</summary>
    private const int Fewest = 256;

    /// <summary>Of a key and of the headers of the arrays.</summary>
    private const int Overhead = 100;

    private readonly List<Kept> kept = [];
    private int added;
    private SortKey? last; // resources after it are not among the first

    /// <summary>The memory that they take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a resource, which may be changed afterwards.</summary>
    public void Add(JsonObject resource)
    {
        var key = order.KeyOf(resource);
        int index = added++;
        if (last is { } bound && order.CompareKeys(key, bound) >= 0) return;
        byte[] json = ScimJson.ToUtf8(resource);
        kept.Add(new Kept(key, index, json));
        Bytes += json.Length + Overhead;
        if (kept.Count >= 2L * Math.Max(most, Fewest)) KeepFirst();
    }

    /// <summary>Those after the first <paramref name="skip"/>, sorted.</summary>
    public IReadOnlyList<JsonObject> After(int skip)
    {
        KeepFirst();
        return [.. kept.Skip(skip).Select(one => ScimJson.ParseObject(one.Json, JsonWalk.MaxDepth))];
    }

    private void KeepFirst()
    {
        kept.Sort((left, right) =>
            order.CompareKeys(left.Key, right.Key) is var byKey and not 0 ? byKey : left.Index.CompareTo(right.Index));
        if (kept.Count <= most) return;
        kept.RemoveRange(most, kept.Count - most);
        Bytes = kept.Sum(one => (long)one.Json.Length + Overhead);
        last = most == 0 ? null : kept[^1].Key;
    }

    private readonly record struct Kept(SortKey Key, int Index, byte[] Json);
}
