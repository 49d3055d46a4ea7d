namespace ScimGateway.Scim.Policies;

/// <summary>Limits on a client's text; above them it is refused.</summary>
public sealed record ScimLimits
{
    /// <summary>The defaults.</summary>
    public static ScimLimits Default { get; } = new();

    /// <summary>Nesting of a JSON body, levels.</summary>
    public int JsonDepth { get; init; } = 32;

    /// <summary>Members of one JSON object. Names compare in any case, so a missing one is searched among all: a body with a
    /// hundred thousand members would be searched a hundred thousand times.</summary>
    public int JsonMembers { get; init; } = 2_000;

    /// <summary>Values of one JSON body: objects, arrays, and what they contain.</summary>
    public int JsonValues { get; init; } = 300_000;

    /// <summary>Length of a filter, UTF-16 characters.</summary>
    public int FilterLength { get; init; } = 8192;

    /// <summary>Nesting of a filter (<c>(</c>, <c>not (</c>, <c>[</c>), levels.</summary>
    public int FilterDepth { get; init; } = 32;

    /// <summary>Comparisons and connectives in one filter.</summary>
    public int FilterNodes { get; init; } = 500;

    /// <summary>Operations in one PATCH after path-less ones are taken apart.</summary>
    public int PatchOperations { get; init; } = 10_000;

    /// <summary>Steps that one PATCH may take: values looked at, compared or copied, about 100 ns each.</summary>
    public int PatchSteps { get; init; } = 2_000_000;

    /// <summary>Names in <c>attributes</c> or <c>excludedAttributes</c>: each is searched in each resource of the
    /// answer.</summary>
    public int AttributeNames { get; init; } = 200;

    /// <summary>Operations in one Bulk request (<c>bulk.maxOperations</c>).</summary>
    public int BulkOperations { get; init; } = 1_000;

    /// <summary>Size of one Bulk request, bytes (<c>bulk.maxPayloadSize</c>).</summary>
    public int BulkPayloadSize { get; init; } = 1_048_576;
}
