namespace ScimGateway.Mapping.Mappers;

/// <summary>One row of a mapping, for display.</summary>
/// <param name="Line">Its line in <c>mapping.js</c>.</param>
/// <param name="Client">The place in the client's words; <see langword="null"/> for a constant.</param>
/// <param name="Target">The place in the target's words; <see langword="null"/> when it is dropped.</param>
/// <param name="How">How the value changes besides moving: <c>converted</c>, <c>a reference to a User by userName</c>,
/// <c>on create only</c>; <see langword="null"/>: not at all.</param>
public sealed record MappingRow(int Line, string? Client, string? Target, string? How)
{
    /// <summary>The value that it writes without one of the client, as JSON: a constant, or the default.</summary>
    public string? Given { get; init; }

    /// <summary>Whether a create carries it.</summary>
    public bool Creates { get; init; }

    /// <summary>Whether a replace carries it.</summary>
    public bool Updates { get; init; }

    /// <summary>How PATCH, filters and <c>/Schemas</c> treat a row that is not written, or not read; <see langword="null"/> for
    /// any other.</summary>
    public string? Note { get; init; }
}
