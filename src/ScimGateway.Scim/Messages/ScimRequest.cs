using System.Text.Json.Nodes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>The operations on resources (RFC 7644 table 2).</summary>
public enum ScimOperation
{
    /// <summary><c>POST /Users</c> (section 3.3).</summary>
    Create,

    /// <summary><c>GET /Users/{id}</c> (section 3.4.1).</summary>
    Read,

    /// <summary><c>GET /Users</c> or <c>POST /Users/.search</c> (sections 3.4.2 and 3.4.3).</summary>
    List,

    /// <summary><c>PUT /Users/{id}</c> (section 3.5.1).</summary>
    Replace,

    /// <summary><c>PATCH /Users/{id}</c> (section 3.5.2).</summary>
    Patch,

    /// <summary><c>DELETE /Users/{id}</c> (section 3.6).</summary>
    Delete,
}

/// <summary>A request in the common form: in RFC words, whatever the client and the target are. Every <see cref="JsonObject"/> in
/// it is in RFC words and belongs to the request: to change it, make a copy. A target's words have a type of their own.</summary>
public sealed record ScimRequest
{
    /// <summary>The operation.</summary>
    public required ScimOperation Operation { get; init; }

    /// <summary>The resource type.</summary>
    public required ResourceType Type { get; init; }

    /// <summary>The resource's id, decoded; for Read, Replace, Patch and Delete.</summary>
    public string? Id { get; init; }

    /// <summary>The resource as the client sent it, attribute names in the schema's spelling; for Create and Replace.</summary>
    public JsonObject? Resource { get; init; }

    /// <summary>The attributes that the client named only to say that they have no value; for Replace.</summary>
    public IReadOnlyList<AttributePath> Cleared { get; init; } = [];

    /// <summary>For Patch.</summary>
    public PatchRequest? Patch { get; init; }

    /// <summary>The client's query or projection.</summary>
    public ResourceQuery Query { get; init; } = ResourceQuery.Empty;

    /// <summary>The whole resource before the change, if a layer that holds the lock has read it: it is not read again. It is not
    /// changed in place, and is not valid after the first write.</summary>
    public ScimAnswer? Current { get; init; }

    /// <summary>The resource before the change, where an emulation has read it already.</summary>
    public JsonObject? Previous { get; init; }

    /// <summary>The same as the target sent it, if it did; values that the change does not touch stay so.</summary>
    public ReadOnlyMemory<byte> PreviousOriginal { get; init; }

    /// <summary>The leniencies of the client's profile, for the layer that applies the request instead of the target.</summary>
    public Leniency Leniency { get; init; }

    /// <summary>The limits for applying it.</summary>
    public ScimLimits Limits { get; init; } = ScimLimits.Default;

    /// <summary>The <c>If-Match</c> header as sent (RFC 7644 section 3.14).</summary>
    public string? IfMatch { get; init; }

    /// <summary>The <c>If-None-Match</c> header as sent; for Read.</summary>
    public string? IfNoneMatch { get; init; }
}
