using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Bulk;

/// <summary>One operation of a Bulk request (RFC 7644 section 3.7): <c>POST /Users</c>, <c>PATCH
/// /Groups/bulkId:eng</c>.</summary>
public sealed record BulkOperation
{
    /// <summary>Its place in the request, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Create (POST), Replace (PUT), Patch or Delete.</summary>
    public required ScimOperation Method { get; init; }

    /// <summary>With its slash, as it was sent: <c>/Users</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Decoded, and perhaps a reference (<c>bulkId:eng</c>) until it is resolved; <see langword="null"/> with
    /// POST.</summary>
    public string? Id { get; init; }

    /// <summary>The client's name for the operation, and for the resource that a POST creates; always there with POST.</summary>
    public string? BulkId { get; init; }

    /// <summary>The value of an <c>If-Match</c>.</summary>
    public string? Version { get; init; }

    /// <summary>The body; <see langword="null"/> with DELETE.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>The <c>bulkId</c>s that its path and its data refer to, without the prefix; computed at each call.</summary>
    public IReadOnlySet<string> FindReferences() => BulkReference.All(this);

    /// <summary>The operation with ids instead of its references.</summary>
    /// <param name="ids">The ids of created resources, by <c>bulkId</c>.</param>
    /// <exception cref="Errors.ScimException">409: a reference to a resource that was not created (RFC 7644 section
    /// 3.7.1).</exception>
    public BulkOperation Resolve(IReadOnlyDictionary<string, string> ids) =>
        FindReferences().Count == 0 ? this : BulkReference.Resolve(this, ids);
}
