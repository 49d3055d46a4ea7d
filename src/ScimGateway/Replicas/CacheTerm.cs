namespace ScimGateway.Replicas;

/// <summary>How long an entry is cached.</summary>
/// <param name="InAll">Since it was written, wherever it is cached.</param>
/// <param name="InMemory">In the memory of a process that shares its entries: for so long it does not notice that another process
/// removed one.</param>
internal sealed record CacheTerm(TimeSpan InAll, TimeSpan InMemory);
