namespace ScimGateway.Replicas;

/// <summary>How long an entry is kept.</summary>
/// <param name="InAll">Since it was remembered, wherever it is kept.</param>
/// <param name="InMemory">In the memory of a process that shares its entries: for so long it does not notice that another forgot
/// one.</param>
internal sealed record CacheTerm(TimeSpan InAll, TimeSpan InMemory);
