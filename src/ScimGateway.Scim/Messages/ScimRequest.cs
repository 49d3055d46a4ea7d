using System.Text.Json.Nodes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>What a client can want of resources (RFC 7644 table 2).</summary>
public enum ScimOperation { Create, Read, List, Replace, Patch, Delete }

/// <summary>A request in the common form: RFC words, whoever sent it and whoever will get it.</summary>
public sealed record ScimRequest
{
    public required ScimOperation Operation { get; init; }

    public required ResourceType Type { get; init; }

    /// <summary>The resource's id, decoded; for Read, Replace, Patch and Delete.</summary>
    public string? Id { get; init; }

    /// <summary>The resource as the client sent it, attribute names in the schema's spelling; for Create and Replace.</summary>
    public JsonObject? Resource { get; init; }

    /// <summary>For Patch.</summary>
    public PatchRequest? Patch { get; init; }

    public ResourceQuery Query { get; init; } = ResourceQuery.Empty;

    /// <summary>The resource before the change, where an emulation has read it already.</summary>
    public JsonObject? Previous { get; init; }

    /// <summary>What the client's profile allows, for whoever applies the request in the target's stead.</summary>
    public Leniency Leniency { get; init; }

    /// <summary>The <c>If-Match</c> header as sent (RFC 7644 section 3.14).</summary>
    public string? IfMatch { get; init; }
}
