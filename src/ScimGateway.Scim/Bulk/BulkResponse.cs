using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Bulk;

/// <summary>The answer to a Bulk request: the result of every operation that was tried (RFC 7644 section 3.7.3).</summary>
/// <param name="Operations">In any order; they are written in that of the request.</param>
public sealed record BulkResponse(IReadOnlyList<BulkResult> Operations)
{
    /// <summary>The message; bodies of errors become part of it.</summary>
    public JsonObject ToJson() => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.BulkResponse),
        ["Operations"] = new JsonArray([
            .. Operations.OrderBy(result => result.Operation.Index).Select(result => result.ToJson()),
        ]),
    };
}

/// <summary>The result of one operation.</summary>
public sealed record BulkResult
{
    private BulkResult(BulkOperation operation, int status)
    {
        Operation = operation;
        Status = status;
    }

    /// <summary>The operation.</summary>
    public BulkOperation Operation { get; }

    /// <summary>The HTTP status; a string on the wire.</summary>
    public int Status { get; }

    /// <summary>The URI of the resource; missing only if a POST has failed.</summary>
    public string? Location { get; private init; }

    /// <summary>The resource's version (<c>W/"…"</c>), if it has one.</summary>
    public string? Version { get; private init; }

    /// <summary>The body that a single request would get; required with an error.</summary>
    public JsonObject? Response { get; private init; }

    /// <param name="operation">The operation.</param>
    /// <param name="status">200, 201 or 204.</param>
    /// <param name="location">The resource at the gateway, after DELETE too.</param>
    public static BulkResult Done(BulkOperation operation, int status, string location, string? version = null) =>
        new(operation, status) { Location = location, Version = version };

    /// <param name="location">The requested resource; left out with POST, which has created none.</param>
    public static BulkResult Failed(BulkOperation operation, ScimException fault, string? location = null) =>
        new(operation, fault.Status)
        {
            Location = operation.Method == ScimOperation.Create ? null : location,
            Response = ScimError.From(fault).ToJson(),
        };

    internal JsonNode ToJson()
    {
        var json = new JsonObject { ["method"] = BulkMethod.Word(Operation.Method) };
        if (Operation.BulkId is not null) json["bulkId"] = Operation.BulkId;
        if (Version is not null) json["version"] = Version;
        if (Location is not null) json["location"] = Location;
        json["status"] = Status.ToString(CultureInfo.InvariantCulture);
        if (Response is not null) json["response"] = Response;
        return json;
    }
}
