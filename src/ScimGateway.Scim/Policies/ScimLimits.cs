namespace ScimGateway.Scim.Policies;

/// <summary>How much of a client's text is read before it is refused.</summary>
public sealed record ScimLimits
{
    /// <summary>The limits given here.</summary>
    public static ScimLimits Default { get; } = new();

    /// <summary>Nesting of a JSON body, levels.</summary>
    public int JsonDepth { get; init; } = 32;

    /// <summary>Length of a filter, UTF-16 characters.</summary>
    public int FilterLength { get; init; } = 8192;

    /// <summary>Nesting of a filter (<c>(</c>, <c>not (</c>, <c>[</c>), levels.</summary>
    public int FilterDepth { get; init; } = 32;

    /// <summary>Comparisons and connectives in one filter.</summary>
    public int FilterNodes { get; init; } = 500;

    /// <summary>Operations in one PATCH after path-less ones are taken apart.</summary>
    public int PatchOperations { get; init; } = 10_000;

    /// <summary>Operations in one Bulk request (<c>bulk.maxOperations</c>).</summary>
    public int BulkOperations { get; init; } = 1_000;

    /// <summary>Size of one Bulk request, bytes (<c>bulk.maxPayloadSize</c>).</summary>
    public int BulkPayloadSize { get; init; } = 1_048_576;
}
