namespace ScimGateway.Mapping.Mappers;

/// <summary>One row of a mapping, to be shown.</summary>
/// <param name="Line">Where it stands in <c>mapping.js</c>.</param>
/// <param name="Client">The place in the client's words; <see langword="null"/> for a constant.</param>
/// <param name="Target">The place in the target's words; <see langword="null"/> when it is dropped.</param>
/// <param name="How">What is done beside moving: <c>converted</c>, <c>a reference to a User by userName</c>, <c>on create only</c>; <see langword="null"/> for nothing.</param>
public sealed record MappingRow(int Line, string? Client, string? Target, string? How);
