namespace ScimGateway.State;

/// <summary>Which resources of one type at one target are deleted for clients, although the target keeps them
/// deactivated.</summary>
/// <remarks>All of it may throw a <see cref="Scim.Errors.ScimException"/> of 503: the store cannot be used.</remarks>
internal interface ITombstones
{
    Task<bool> HasAsync(string id, CancellationToken cancellation);

    Task<IReadOnlySet<string>> IdsAsync(CancellationToken cancellation);

    /// <summary>The id that was deleted last under a userName, in any case; <see langword="null"/> when none was.</summary>
    Task<string?> IdOfAsync(string userName, CancellationToken cancellation);

    Task BuryAsync(string id, string userName, CancellationToken cancellation);

    Task ForgetAsync(string id, CancellationToken cancellation);
}
