using System.Globalization;
using ScimGateway.Pipeline;

namespace ScimGateway.Commands.Cases;

/// <summary>One HTTP message in a file.</summary>
internal static class MessageFile
{
    /// <summary>A <c>.http</c> request, with or without the part of the address before the resource type; or a JSON resource,
    /// which is a create.</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static OfflineRequest Request(string text)
    {
        var (first, headers, body) = Parts(text);
        if (first.StartsWith('{')) return new OfflineRequest("POST", IsGroup(text) ? "/Groups" : "/Users", [], text);
        if (first.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var method, var address, ..])
            throw new InvalidDataException(
                "The request must begin with a method and a path, such as POST /Users, or be a JSON resource."
            );
        // A filter may contain spaces: everything up to " HTTP/1.1" is the address.
        string target = first[method.Length..].Trim();
        int version = target.LastIndexOf(" HTTP/", StringComparison.Ordinal);
        return new OfflineRequest(method, Below(version < 0 ? target : target[..version]), headers, body);
    }

    /// <summary>A status and a body, or only a JSON body, which is a 200.</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static OfflineAnswer Answer(string text)
    {
        var (first, headers, body) = Parts(text);
        if (first.StartsWith('{')) return new OfflineAnswer(200, text);
        string status = first.StartsWith("HTTP/", StringComparison.Ordinal)
            ? first.Split(' ').ElementAtOrDefault(1) ?? ""
            : first.Split(' ')[0];
        return
            int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 100 and <= 599
            ? new OfflineAnswer(number, body) { Headers = headers }
            : throw new InvalidDataException("The answer must begin with an HTTP status, such as 201, or be a JSON body.");
    }

    private static (string First, List<KeyValuePair<string, string>> Headers, string? Body) Parts(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Trim().Split('\n');
        int empty = Array.FindIndex(lines, line => line.Trim().Length == 0);
        int end = empty < 0 ? lines.Length : empty;
        var headers = lines[1..Math.Max(1, end)]
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2 && !pair[0].Trim().Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()))
            .ToList();
        string body = string.Join('\n', lines.Skip(end)).Trim();
        return (lines[0].Trim(), headers, body.Length == 0 ? null : body);
    }

    // https://gw.example/scim/v2/Users?x and /scim/v2/Users?x are /Users?x.
    private static string Below(string address)
    {
        int query = address.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? address : address[..query];
        int prefix = path.IndexOf("/scim/v2/", StringComparison.OrdinalIgnoreCase);
        if (prefix >= 0) path = path[(prefix + "/scim/v2".Length)..];
        return (path.StartsWith('/') ? path : "/" + path) + (query < 0 ? "" : Encoded(address[query..]));
    }

    // A query that is not encoded: ?filter=userName eq "a+b". Encoded parts stay.
    private static string Encoded(string query) =>
        query.Contains(' ', StringComparison.Ordinal) || query.Contains('"', StringComparison.Ordinal)
            ? "?"
                + string.Join(
                    '&',
                    query[1..]
                        .Split('&')
                        .Select(pair => pair.Split('=', 2))
                        .Select(pair => pair.Length == 2 ? $"{pair[0]}={Uri.EscapeDataString(pair[1])}" : pair[0])
                )
            : query;

    private static bool IsGroup(string text) => text.Contains("core:2.0:Group", StringComparison.OrdinalIgnoreCase);
}
