using ScimGateway.Scim.Filters;

namespace ScimGateway.Scim.Resources;

/// <summary>The sort key of one resource. Values of another type than the schema's come after those of that type, so that any two
/// resources have an order.</summary>
internal readonly record struct SortKey(SortRank Rank, Numeric Number, string? Text = null)
{
    public static SortKey None { get; } = new(SortRank.None, default);
}

/// <summary>In rising order; no value at all comes last (RFC 7644 section 3.4.2.3).</summary>
internal enum SortRank { Number, Text, None }
