using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>An answer of a vendor, ready to be sent.</summary>
internal sealed record Answer(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    public static Answer NoContent { get; } = new(204, null, ReadOnlyMemory<byte>.Empty);

    /// <summary>The <c>Allow</c> header of a 405.</summary>
    public string? Allow { get; init; }

    /// <summary>The <c>Retry-After</c> header of a 429, in seconds on the wire.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Answer Json(int status, JsonNode body, string mediaType) =>
        new(status, $"{mediaType}; charset=utf-8", ScimJson.ToUtf8(body));

    public static Answer Text(int status, string body) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(body));

    /// <summary>A web framework's own error page, as real servers send it for requests that they do not handle.</summary>
    public static Answer Html(int status, string sentence) => new(
        status,
        "text/html; charset=utf-8",
        Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html><title>Error</title><body><pre>{sentence}</pre></body></html>\n"));
}
