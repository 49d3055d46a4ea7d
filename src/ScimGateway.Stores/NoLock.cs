namespace ScimGateway.Stores;

/// <summary>The lock of a store that no other process has.</summary>
internal sealed class NoLock : IAsyncDisposable
{
    public static readonly NoLock Instance = new();

    public ValueTask DisposeAsync() => default;
}
