using ScimGateway.Scim.Json;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Messages;

/// <summary>What a target answered, still as its bytes: read into a tree only where somebody needs one, and written on to the
/// client with everything copied byte for byte that no rule touches.</summary>
/// <typeparam name="T">What it is when it is read.</typeparam>
public abstract class Unread<T>
{
    /// <summary>In the client's words, repaired, without locations.</summary>
    /// <exception cref="Errors.ScimException">502: it cannot be read; 500: the mapping is at fault.</exception>
    public abstract T Read();

    /// <summary>The version that the target itself says that it has, as it spells it; <see langword="null"/>: it says
    /// none.</summary>
    public virtual string? Version => null;

    /// <summary>Whether it surely has a top-level member of that name, in the client's words and with a value; "no" may only mean
    /// that it must be read to know.</summary>
    public virtual bool Has(string name) => false;

    /// <summary>Whether it is the resource with that id; a list has none.</summary>
    public virtual bool IsOf(string id) => false;

    /// <summary>The same, located at the gateway.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    /// <exception cref="Errors.ScimException">As <see cref="Read"/>.</exception>
    public void WriteTo(PooledBuffer output, string baseUrl) => WriteTo(output, baseUrl, version: null);

    /// <summary>The same, and its <c>meta.version</c> is told.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    /// <param name="version">In the place of its own; <see langword="null"/>: as it is. A list has none.</param>
    /// <exception cref="Errors.ScimException">As <see cref="Read"/>.</exception>
    public abstract void WriteTo(PooledBuffer output, string baseUrl, EntityTag? version);
}
