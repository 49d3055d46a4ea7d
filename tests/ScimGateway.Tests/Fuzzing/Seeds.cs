using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Tests.Fuzzing;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>A request as a page or a case shows it. <c>{ana}</c> in it is the id of a resource.</summary>
/// <param name="Path">From the endpoint on, with its query: <c>Users?filter=userName pr</c>.</param>
internal sealed record HttpExample(string Method, string Path, string? Body);

/// <summary>What the fuzz starts from: every request, every JSON value and every text of the pages and of the cases in this
/// repository.</summary>
internal static partial class Seeds
{
    /// <summary>Requests: <c>POST /Users</c> and a body, <c>"send": "PATCH Users/1"</c>, and the pages' <c>curl</c>
    /// commands.</summary>
    public static IReadOnlyList<HttpExample> Requests { get; }

    /// <summary>The objects and arrays of all bodies, asked and answered.</summary>
    public static IReadOnlyList<JsonNode> Values { get; }

    /// <summary>Filters, paths, names and values.</summary>
    public static IReadOnlyList<string> Texts { get; }

    static Seeds()
    {
        string[] files = [.. new[] { "docs", "mappings", "tests" }.SelectMany(Files).Select(File.ReadAllText)];
        var roots = files
            .SelectMany(text => JsonStart().Matches(text).Select(start => Json(text[start.Index..])))
            .OfType<JsonNode>()
            .ToList();
        string[] inputs = [.. files.SelectMany(text => CaseInput().Matches(text)).Select(line => line.Groups["input"].Value)];
        Requests = [.. files.SelectMany(Shown), .. roots.Select(Sent).OfType<HttpExample>()];
        Values = [.. roots.SelectMany(Mutations.Inside).Where(node => node is JsonObject or JsonArray)];
        Texts = [.. inputs, .. roots
            .SelectMany(Mutations.Inside)
            .Where(node => node.GetValueKind() == JsonValueKind.String)
            .Select(node => (string)node!)];
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".md" or ".case" or ".cases" or ".jsonl")
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<HttpExample> Shown(string text) =>
    [
        .. RequestLine().Matches(text).Select(line => new HttpExample(
            line.Groups["method"].Value,
            line.Groups["path"].Value,
            Json(text[(line.Index + line.Length)..].TrimStart())?.ToJsonString()
        )),
        .. Curl().Matches(text).Select(curl => new HttpExample(
            curl.Groups["method"] is { Success: true } method ? method.Value : curl.Groups["body"].Success ? "POST" : "GET",
            Uri.UnescapeDataString(curl.Groups["path"].Value.Replace('+', ' ')),
            curl.Groups["body"] is { Success: true } body ? body.Value : null)),
    ];

    private static HttpExample? Sent(JsonNode node) =>
        node is JsonObject line
        && line["send"] is JsonValue send
        && send.GetValue<string>().Split(' ', 2) is [var method, var path]
            ? new HttpExample(method, path, line["body"]?.ToJsonString())
            : null;

    /// <summary>The one value that a text begins with.</summary>
    private static JsonNode? Json(string text)
    {
        if (!text.StartsWith('{') && !text.StartsWith('[')) return null;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
            var node = JsonNode.Parse(ref reader);
            _ = node is null ? 0 : Mutations.Inside(node).Count(); // a lazy tree finds names that are given twice only now
            return node;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null; // a table's input that only begins as JSON does
        }
    }

    [GeneratedRegex(@"^[{\[]", RegexOptions.Multiline, 10_000)]
    private static partial Regex JsonStart();

    [GeneratedRegex("^(?!#)(?<input>.+?) => ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CaseInput();

    [GeneratedRegex(
        "^(?<method>GET|POST|PUT|PATCH|DELETE) /(?<path>.*)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        10_000
    )]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^ *curl (?:[^\n]*? -X (?<method>[A-Z]+))?[^\n]*'http://[^/\n]+/scim/v2/(?<path>[^'\n]*)'(?:[ \\\n]+-d '(?<body>[^']*)')?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Curl();
}
