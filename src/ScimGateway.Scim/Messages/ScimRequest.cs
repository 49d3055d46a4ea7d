using System.Text.Json.Nodes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>What a client can want of resources (RFC 7644 table 2).</summary>
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

/// <summary>A request in the common form: RFC words, whoever sent it and whoever will get it. Every <see cref="JsonObject"/> in
/// here is in RFC words, and belongs to the request: who changes it works on a copy. A target's words have a type of their
/// own.</summary>
public sealed record ScimRequest
{
    /// <summary>What is wanted.</summary>
    public required ScimOperation Operation { get; init; }

    /// <summary>Of which kind of resource.</summary>
    public required ResourceType Type { get; init; }

    /// <summary>The resource's id, decoded; for Read, Replace, Patch and Delete.</summary>
    public string? Id { get; init; }

    /// <summary>The resource as the client sent it, attribute names in the schema's spelling; for Create and Replace.</summary>
    public JsonObject? Resource { get; init; }

    /// <summary>What the client named only to say that it has no value; for Replace.</summary>
    public IReadOnlyList<AttributePath> Cleared { get; init; } = [];

    /// <summary>For Patch.</summary>
    public PatchRequest? Patch { get; init; }

    /// <summary>What the client asks of the answer.</summary>
    public ResourceQuery Query { get; init; } = ResourceQuery.Empty;

    /// <summary>The whole resource as it is before the change, where a layer has read it while nobody else could change it:
    /// nobody reads it again. It is not changed in place, and does not outlive the first write.</summary>
    public ScimAnswer? Current { get; init; }

    /// <summary>The resource before the change, where an emulation has read it already.</summary>
    public JsonObject? Previous { get; init; }

    /// <summary>The same as the target sent it, where it did; what the change does not touch stays so.</summary>
    public ReadOnlyMemory<byte> PreviousOriginal { get; init; }

    /// <summary>What the client's profile allows, for whoever applies the request in the target's stead.</summary>
    public Leniency Leniency { get; init; }

    /// <summary>How much whoever applies it may do for it.</summary>
    public ScimLimits Limits { get; init; } = ScimLimits.Default;

    /// <summary>The <c>If-Match</c> header as sent (RFC 7644 section 3.14).</summary>
    public string? IfMatch { get; init; }

    /// <summary>The <c>If-None-Match</c> header as sent; for Read.</summary>
    public string? IfNoneMatch { get; init; }
}
