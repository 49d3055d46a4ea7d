using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Messages;

/// <summary>What a client asks of the answer: filter, page, order, projection (RFC 7644 sections 3.4.2 and 3.9).</summary>
public sealed record ResourceQuery
{
    /// <summary>Nothing is asked: all resources, whole, in no order.</summary>
    public static ResourceQuery Empty { get; } = new();

    /// <summary>Which resources; <see langword="null"/> for all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>The first result wanted, counted from 1; <see langword="null"/> when the client did not say.</summary>
    public int? StartIndex { get; init; }

    /// <summary>The most results wanted, 0 or more; <see langword="null"/> when the client did not say.</summary>
    public int? Count { get; init; }

    /// <summary>By what they are ordered; <see langword="null"/> for no order.</summary>
    public AttributePath? SortBy { get; init; }

    /// <summary>Whether the largest comes first; says nothing without <see cref="SortBy"/>.</summary>
    public bool Descending { get; init; }

    /// <summary>The only attributes wanted, besides those that are always returned; none for all.</summary>
    public IReadOnlyList<AttributePath> Attributes { get; init; } = [];

    /// <summary>Attributes not wanted; never together with <see cref="Attributes"/>.</summary>
    public IReadOnlyList<AttributePath> ExcludedAttributes { get; init; } = [];

    /// <summary>Whether the client wants only parts of each resource.</summary>
    public bool HasProjection => Attributes.Count + ExcludedAttributes.Count > 0;

    /// <summary>Reads the parameters of a URL, decoded. Their names are read in any case; unknown ones are ignored. A
    /// <c>startIndex</c> below 1 is 1, a <c>count</c> below 0 is 0; an empty list of attributes is none.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidFilter</c>, <c>invalidPath</c>; <c>invalidValue</c>: no number, no
    /// order, a parameter given twice, or both <c>attributes</c> and <c>excludedAttributes</c>.</exception>
    public static ResourceQuery Parse(IEnumerable<KeyValuePair<string, string>> parameters, ReadingRules rules) =>
        ResourceQueryReader.Parse(parameters, rules);

    /// <summary>Reads the body of a <c>POST /.search</c> (RFC 7644 section 3.4.3), with the same rules.</summary>
    /// <exception cref="Errors.ScimException">As <see cref="Parse"/>.</exception>
    public static ResourceQuery ReadSearch(JsonObject body, ReadingRules rules) =>
        ResourceQueryReader.Parse(ResourceQueryReader.Parameters(body), rules);
}
