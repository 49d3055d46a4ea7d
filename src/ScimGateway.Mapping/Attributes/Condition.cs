using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Attributes;

/// <summary><c>when</c>: the filter that a client's resource must match for a row to be written.</summary>
internal sealed class Condition(Filter filter, ResourceType type)
{
    private readonly FilterPredicate predicate = FilterPredicate.Compile(filter, type);

    /// <summary>The attributes that it uses.</summary>
    public IReadOnlyList<AttributePath> Paths { get; } = [.. filter.Paths];

    /// <summary>As a filter is written.</summary>
    public override string ToString() => filter.ToString()!;

    public bool Holds(JsonObject resource) => predicate.Matches(resource);
}
