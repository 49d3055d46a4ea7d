using ScimGateway.Scim.Json;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Messages;

/// <summary>A target's answer, still as its bytes: parsed into a tree only if needed, and written to the client with every
/// untouched part copied byte for byte.</summary>
/// <typeparam name="T">Its type when it is read.</typeparam>
public abstract class Unread<T>
{
    /// <summary>In the client's words, repaired, without locations.</summary>
    /// <exception cref="Errors.ScimException">502: it cannot be read; 500: the mapping is at fault.</exception>
    public abstract T Read();

    /// <summary>The version in the target's own answer, in its spelling; <see langword="null"/>: it has none.</summary>
    public virtual string? Version => null;

    /// <summary>Whether it certainly has a top-level member of that name, in the client's words and with a value; "no" may only
    /// mean that it must be read to know.</summary>
    public virtual bool Has(string name) => false;

    /// <summary>Whether it is the resource with that id; a list has none.</summary>
    public virtual bool IsOf(string id) => false;

    /// <summary>The same, located at the gateway.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    /// <exception cref="Errors.ScimException">As <see cref="Read"/>.</exception>
    public void WriteTo(PooledBuffer output, string baseUrl) => WriteTo(output, baseUrl, version: null);

    /// <summary>The same, with the given <c>meta.version</c>.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    /// <param name="version">Replaces its own; <see langword="null"/>: as it is. A list has none.</param>
    /// <exception cref="Errors.ScimException">As <see cref="Read"/>.</exception>
    public abstract void WriteTo(PooledBuffer output, string baseUrl, EntityTag? version);
}
