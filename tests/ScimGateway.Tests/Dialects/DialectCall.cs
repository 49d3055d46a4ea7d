using System.Text.Json.Nodes;

namespace ScimGateway.Tests.Dialects;

/// <summary>What a server with a dialect was asked.</summary>
/// <param name="Path">The segments after the base: <c>Users</c>, <c>7</c>.</param>
internal sealed record DialectCall(
    string Method,
    IReadOnlyList<string> Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    JsonObject? Body
)
{
    public string Endpoint => Path.Count > 0 ? Path[0] : "";

    public string? Id => Path.Count > 1 ? Path[1] : null;

    public string? Filter => Query.GetValueOrDefault("filter");

    public int Number(string name, int otherwise) =>
        Query.TryGetValue(name, out string? text)
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : otherwise;
}

/// <summary>What it answers.</summary>
internal sealed record DialectAnswer(int Status, JsonNode? Body = null);

/// <summary>A call that breaks the server's own rules.</summary>
internal sealed class DialectRefusal(int status, string why) : Exception(why)
{
    public int Status { get; } = status;
}
