using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Messages;

/// <summary>What a client asks of the answer: filter, page, order, projection (RFC 7644 sections 3.4.2 and 3.9).</summary>
public sealed record ResourceQuery
{
    public static ResourceQuery Empty { get; } = new();

    public Filter? Filter { get; init; }

    /// <summary>The first result wanted, counted from 1; <see langword="null"/> when the client did not say.</summary>
    public int? StartIndex { get; init; }

    /// <summary>The most results wanted, 0 or more; <see langword="null"/> when the client did not say.</summary>
    public int? Count { get; init; }

    public AttributePath? SortBy { get; init; }

    public bool Descending { get; init; }

    public IReadOnlyList<AttributePath> Attributes { get; init; } = [];

    public IReadOnlyList<AttributePath> ExcludedAttributes { get; init; } = [];

    public bool HasProjection => Attributes.Count + ExcludedAttributes.Count > 0;
}
