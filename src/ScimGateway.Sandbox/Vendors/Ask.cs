using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>The parts of a request that a vendor uses.</summary>
internal sealed record Ask
{
    private const int JsonDepth = 32;

    public required string Method { get; init; }

    /// <summary>The base address as the caller wrote it, for <c>meta.location</c>.</summary>
    public required string Root { get; init; }

    /// <summary>The segments below the base path, decoded: <c>["Users", "a/b"]</c>; <see langword="null"/> outside of
    /// it.</summary>
    public required string[]? Path { get; init; }

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string Authorization { get; init; } = "";

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body, which must be a JSON object.</summary>
    /// <exception cref="ScimException">415 for another media type; <c>invalidSyntax</c>.</exception>
    public JsonObject Json()
    {
        string media = (ContentType ?? "").Split(';')[0].Trim();
        if (media is not ("application/json" or "application/scim+json"))
            throw new ScimException(415, null, $"The media type \"{media}\" is not application/scim+json or application/json.");
        return ScimJson.ParseObject(Body, JsonDepth);
    }
}
