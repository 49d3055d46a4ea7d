namespace ScimGateway.Emulation.References;

/// <summary>Whom a client's value names.</summary>
/// <param name="Id">The id of the resource.</param>
/// <param name="By">What the target calls it in a reference; the id, where that is what it wants.</param>
internal sealed record ResolvedReference(string Id, string By);
