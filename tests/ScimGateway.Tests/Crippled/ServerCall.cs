using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Crippled;

/// <summary>A call on its way to the full server.</summary>
/// <param name="Path">Without the query: <c>/Users/1</c>.</param>
/// <param name="Query">Decoded, by name in any case.</param>
/// <param name="Body">As it came; empty when there was none.</param>
internal sealed record ServerCall(string Method, string Path, IReadOnlyDictionary<string, string> Query, string Body)
{
    public bool IsList => Method == "GET" && Path is "/Users" or "/Groups";

    /// <summary>Whether it is about users or groups, and changes them.</summary>
    public bool IsWrite =>
        Method is "POST" or "PUT" or "PATCH"
        && (Path.StartsWith("/Users", StringComparison.Ordinal) || Path.StartsWith("/Groups", StringComparison.Ordinal));

    public string? Filter => Query.GetValueOrDefault("filter");

    public static ServerCall Of(TargetRequest request)
    {
        string[] parts = request.PathAndQuery.Split('?', 2);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : "")
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new ServerCall(request.Method, parts[0], query, request.Body);
    }

    public string PathAndQuery => Query.Count == 0
        ? Path
        : Path + "?" + string.Join('&', Query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    public ServerCall Without(params string[] names) => this with
    {
        Query = Query
            .Where(pair => !names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase),
    };

    public ServerCall With(string name, int value) => this with
    {
        Query = new Dictionary<string, string>(Without(name).Query, StringComparer.OrdinalIgnoreCase)
        {
            [name] = value.ToString(),
        },
    };

    /// <summary>A number of the query, or what holds without one.</summary>
    public int Number(string name, int otherwise) =>
        Query.TryGetValue(name, out string? text) && int.TryParse(text, out int number) ? number : otherwise;
}

/// <summary>What the server answers.</summary>
internal sealed record ServerAnswer(int Status, JsonObject? Json = null)
{
    public string? Location { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>In place of JSON.</summary>
    public string? Html { get; init; }

    public Delivery Delivery { get; init; }

    public static ServerAnswer Error(int status, string detail, string? scimType = null)
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
            ["status"] = status.ToString(),
            ["detail"] = detail,
        };
        if (scimType is not null) json["scimType"] = scimType;
        return new ServerAnswer(status, json);
    }
}

/// <summary>How an answer gets to the client, or does not.</summary>
internal enum Delivery
{
    Whole,

    /// <summary>Each piece of the body in its own packet.</summary>
    InPieces,

    /// <summary>The connection ends in the middle of the body.</summary>
    CutShort,

    /// <summary>The connection ends without an answer.</summary>
    Reset,

    /// <summary>Nothing, until the client goes.</summary>
    Never,
}
