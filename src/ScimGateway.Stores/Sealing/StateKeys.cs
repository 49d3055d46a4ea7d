using System.Security.Cryptography;
using System.Text.Json;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores.Sealing;

/// <summary>Where a sealed value stands.</summary>
public sealed record SealPlace(string Target, string Type, string Id, string Path)
{
    // An array of JSON, so that no two places have the same bytes.
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes<string[]>([Target, Type, Id, Path]);
}

/// <summary>The keys of the state. The current one makes what is new; what an older one made is still read.</summary>
/// <param name="current">Seals, and makes names.</param>
/// <param name="previous">Only read with.</param>
public sealed class StateKeys(StateKey current, IReadOnlyList<StateKey> previous)
{
    private readonly IReadOnlyList<StateKey> all = [current, .. previous];

    /// <summary>Of this process alone: what it seals nobody reads after its end.</summary>
    public static StateKeys Random() => new(StateKey.Random(), []);

    public StateKey Current => current;

    public IReadOnlyList<StateKey> All => all;

    /// <summary>What is kept of a name, which is compared in any case (RFC 7643 section 4.1.1).</summary>
    public byte[] Name(string name) => current.Name(StateKey.PlainName(name));

    /// <summary>What may have been kept of one of these names: by each key.</summary>
    public byte[][] Names(params IEnumerable<string> names) =>
        [.. names.Select(StateKey.PlainName).SelectMany(plain => all.Select(key => key.Name(plain)))];

    public byte[] Seal(ReadOnlySpan<byte> value, SealPlace place) => current.Seal(value, place.ToBytes());

    /// <exception cref="ScimException">500: it was changed, it stood elsewhere, or its key is not here.</exception>
    public byte[] Open(byte[] sealedValue, SealPlace place)
    {
        string id = StateKey.IdOf(sealedValue);
        var key = all.FirstOrDefault(one => one.Id == id) ?? throw Unreadable($"its key {id} is not among state.key and state.previousKeys", null);
        try
        {
            return key.Open(sealedValue, place.ToBytes());
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw Unreadable("it was changed, or it belongs to another resource", fault);
        }
    }

    private static ScimException Unreadable(string why, Exception? cause) =>
        new(500, null, $"A value that the gateway keeps (state) cannot be opened: {why}.", cause) { Reason = StoreFault.Reason };
}
