using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>The order of <c>sortBy</c> and <c>sortOrder</c> (RFC 7644 section 3.4.2.3): made once, used for many resources, from
/// many threads.</summary>
/// <remarks>Values compare as their type: numbers by value, dateTimes as instants, <c>false</c> before <c>true</c>, text by its
/// characters, in any case unless the schema says <c>caseExact</c>. Of several values, the primary one counts, or else the first
/// one. Resources without a value are last when ascending and first when descending; equal ones keep their order.</remarks>
public sealed class ResourceOrder : IComparer<JsonObject>
{
    private readonly SortKeys keys;
    private readonly bool descending;

    private ResourceOrder(SortKeys keys, bool descending)
    {
        this.keys = keys;
        this.descending = descending;
    }

    /// <summary>Compiles an order.</summary>
    /// <param name="path">The attribute; a complex one is compared by its <c>value</c>, as in a filter.</param>
    /// <param name="type">The schemas that define how it compares; without them text compares in any case.</param>
    /// <exception cref="ScimException"><c>invalidValue</c>: the attribute is complex, and none of its parts is named.</exception>
    public static ResourceOrder By(AttributePath path, ResourceType? type = null, bool descending = false)
    {
        path = type?.Canonical(path) ?? path;
        var attribute = type is null ? Common(path) : type.Find(path);
        if (attribute is { Type: AttributeType.Complex } && attribute.Sub("value") is null)
            throw ScimException.InvalidValue(
                $"sortBy '{path}' is complex; name one of its sub-attributes, such as {path}.{attribute.SubAttributes[0].Name}."
            );
        if (attribute is null && path.Name.Contains(':', StringComparison.Ordinal))
            throw ScimException.InvalidValue($"sortBy '{path}' is a schema; name one of its attributes, such as {path}:name.");
        return new ResourceOrder(new SortKeys(path, attribute), descending);
    }

    /// <summary>Below 0 when <paramref name="x"/> comes first, 0 when neither does. Reads both keys: to order many, call <see
    /// cref="Sort"/>.</summary>
    public int Compare(JsonObject? x, JsonObject? y) => Compare(keys.Of(x), keys.Of(y));

    /// <summary>The resources in their order. Each key is read once; the resources are not touched.</summary>
    public JsonObject[] Sort(IReadOnlyList<JsonObject> resources)
    {
        var keyed = new (SortKey Key, int Index)[resources.Count];
        for (int i = 0; i < keyed.Length; i++) keyed[i] = (keys.Of(resources[i]), i);
        // Array.Sort is not stable: the index decides between equal keys.
        Array.Sort(
            keyed,
            (left, right) => Compare(left.Key, right.Key) is var order and not 0 ? order : left.Index.CompareTo(right.Index)
        );
        return Array.ConvertAll(keyed, one => resources[one.Index]);
    }

    /// <summary>The key of a resource.</summary>
    internal SortKey KeyOf(JsonObject resource) => keys.Of(resource);

    internal int CompareKeys(in SortKey left, in SortKey right) => Compare(left, right);

    // Without a type, the common attributes are still known: ids are case exact everywhere (RFC 7643 section 3.1).
    private static AttributeDefinition? Common(AttributePath path)
    {
        var attribute = path.Schema is null ? WellKnownSchemas.Common.Find(path.Name) : null;
        return path.SubName is null ? attribute : attribute?.Sub(path.SubName);
    }

    private int Compare(in SortKey left, in SortKey right) => descending ? keys.Compare(right, left) : keys.Compare(left, right);
}
