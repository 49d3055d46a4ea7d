using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>Resources by id, in the order of their creation. Its vendor's lock guards it.</summary>
internal sealed class ResourceStore
{
    private readonly OrderedDictionary<string, JsonObject> resources = new(StringComparer.Ordinal);

    public ResourceStore(params IEnumerable<JsonObject> seeds)
    {
        foreach (var seed in seeds) Save(seed);
    }

    public IEnumerable<JsonObject> All => resources.Values;

    /// <summary>How many ids were ever assigned; ids are not used twice.</summary>
    public int Issued { get; private set; }

    public bool TryFind(string id, [NotNullWhen(true)] out JsonObject? resource) => resources.TryGetValue(id, out resource);

    /// <summary>Replaces the resource with this <c>id</c>, or adds it at the end.</summary>
    public void Save(JsonObject resource)
    {
        string id = resource["id"]!.GetValue<string>();
        if (!resources.ContainsKey(id)) Issued++;
        resources[id] = resource;
    }

    public bool Remove(string id) => resources.Remove(id);

    public Dictionary<string, JsonObject> Copy() =>
        resources.ToDictionary(entry => entry.Key, entry => entry.Value.DeepClone().AsObject(), StringComparer.Ordinal);
}
