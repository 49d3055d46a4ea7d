using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Pipeline;

namespace ScimGateway.Commands.Cases;

/// <summary>Writes messages in the form of a <c>.case</c> file: JSON in lines that can be compared.</summary>
internal static class CaseWriter
{
    private static readonly JsonSerializerOptions Lines = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Whole(MappingCase one)
    {
        var text = new StringBuilder();
        if (one.Heading.Length > 0) text.Append(one.Heading).Append('\n');
        Part(text, $"client {one.Profile}", Text(one.Request));
        foreach (var call in one.Calls)
        {
            Part(text, "target gets", Text(call.Gets));
            Part(text, "target answers", Text(call.Answers));
        }

        Part(text, "client gets", Text(one.Given));
        return text.ToString();
    }

    public static string Text(OfflineRequest request) =>
        Text($"{request.Method} {request.Target}", request.Headers, request.Body);

    public static string Text(OfflineAnswer answer) => Text($"{answer.Status}", answer.Headers, answer.Body);

    /// <summary>JSON in lines; any other text as it is.</summary>
    public static string Pretty(string body)
    {
        try
        {
            return JsonNode.Parse(body)?.ToJsonString(Lines) ?? "null";
        }
        catch (JsonException)
        {
            return body; // an HTML page, as some targets answer
        }
    }

    private static string Text(string first, IReadOnlyList<KeyValuePair<string, string>> headers, string? body) =>
        string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}").Prepend(first))
        + (body is null ? "" : "\n\n" + Pretty(body));

    private static void Part(StringBuilder text, string title, string message) =>
        text.Append("=== ").Append(title).Append('\n').Append(message).Append('\n');
}
