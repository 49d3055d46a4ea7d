using System.Buffers;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Pipeline;

/// <summary>What the client gets.</summary>
internal sealed record Given(int Status, JsonObject? Body = null)
{
    /// <summary>For 201 (RFC 7644 section 3.3).</summary>
    public string? Location { get; init; }

    /// <summary>Writes, and leaves the flush to the end of the request: the audit has the record before the client has the answer.</summary>
    public Task WriteAsync(HttpContext context, string mediaType)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (Location is not null) response.Headers.Location = Location;
        if (Body is null) return Task.CompletedTask;
        byte[] body = ScimJson.ToUtf8(Body);
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }
}
