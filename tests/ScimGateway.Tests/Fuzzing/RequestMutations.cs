using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Tests.Fuzzing;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>Requests of the seeds, changed in their method, path, query, headers, body, and in how the body is sent.</summary>
/// <param name="held">Resources that are there: <c>Users/1</c>. The examples' <c>{ana}</c> is the id of one.</param>
internal sealed partial class RequestMutations(Mutations mutations, IReadOnlyList<string> held)
{
    private static readonly string[] Methods = [
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "BREW",
        "get",
        "PROPFIND",
    ];

    private static readonly string[] Endpoints =
    [
        "Users", "Groups", "Users/.search", ".search", "", "Me", "Bulk", "Schemas", "ResourceTypes", "ServiceProviderConfig",
    ];

    private static readonly string[] Parameters =
    [
        "filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes", "cursor", "FILTER",
        "aadOptscim062020",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "1e3", "1.5", "+1", " 1", "2147483647", "2147483648", "-9223372036854775809",
        "99999999999999999999999999", "٣", "0x10", "true", "",
    ];

    private static readonly string[] MediaTypes =
    [
        "application/scim+json", "application/json", "application/json; charset=utf-16", "text/plain", "application/xml",
        "json", ";", "application/json;;=", "multipart/form-data; boundary=json", "\"", "application/jsonæ",
    ];

    private static readonly string[] HeaderNames =
    [
        "If-Match", "If-None-Match", "Content-Encoding", "Accept", "Accept-Encoding", "Accept-Charset",
        "X-HTTP-Method-Override", "X-Correlation-Id", "X-Forwarded-For", "X-Forwarded-Host", "Range", "Prefer", "Cookie",
        "Origin", "Date", "traceparent", "Content-Language",
    ];

    private static readonly string[] HeaderValues =
    [
        "*", "W/\"1\"", "\"1\"", "W/", "\"", "\"a\", W/\"b\"", ",,,", "W/\"1\",", "gzip", "br", "identity", "identity, gzip",
        "", "bytes=0-1", "DELETE", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "\u00e9", "a\u0001b",
    ];

    /// <summary>One as the seeds have it, with resources that are there.</summary>
    public HttpExample Usual()
    {
        var example = mutations.OneIn(12) ? Bulk() : mutations.Pick(Seeds.Requests);
        string path = Filled(example.Path);
        if (!mutations.OneIn(8)) path = OneInPath().Replace(path, Held);
        return example with { Path = path, Body = example.Body is null ? null : Filled(example.Body) };
    }

    /// <param name="root">What precedes the endpoint: <c>/scim/v2/slack/</c>.</param>
    public FuzzRequest Next(string root, string profile)
    {
        var example = Usual();
        string method = mutations.OneIn(12) ? mutations.Pick(Methods) : example.Method;
        string path = root + Path(example.Path);
        string headers = Headers();
        if (example.Body is null && !mutations.OneIn(8)) return FuzzRequest.Of(method, path, profile, null, headers);
        return Sent(
            FuzzRequest.Head(method, path, profile),
            headers,
            Body(example.Body ?? mutations.Pick(Seeds.Values).ToJsonString())
        );
    }

    private string Filled(string text) => Placeholder().Replace(text, _ => mutations.PickOrNone(held)?.Split('/')[1] ?? "1");

    private string Held(Match one) =>
        mutations.PickOrNone([.. held.Where(path => path.StartsWith(one.Groups["endpoint"].Value, StringComparison.Ordinal))])
        ?? one.Value;

    private HttpExample Bulk()
    {
        var operations = new JsonArray();
        for (int left = mutations.Next(5); left >= 0; left--)
        {
            var example = mutations.Pick(Seeds.Requests);
            var operation = new JsonObject { ["method"] = example.Method, ["path"] = "/" + example.Path };
            if (!mutations.OneIn(3)) operation["bulkId"] = "b" + mutations.Next(3);
            if (mutations.OneIn(4)) operation["version"] = mutations.Pick(HeaderValues);
            if (example.Body is { } body) operation["data"] = Parsed(body);
            operations.Add(operation);
        }

        var request = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:BulkRequest"),
            ["Operations"] = operations,
        };
        if (mutations.OneIn(3)) request["failOnErrors"] = mutations.Next(3);
        return new HttpExample("POST", "Bulk", request.ToJsonString());
    }

    private static JsonNode? Parsed(string body) => JsonNode.Parse(body);

    private string Path(string path)
    {
        if (mutations.OneIn(10)) path = mutations.Pick(Endpoints) + (mutations.OneIn(3) ? "/" + mutations.Text() : "");
        while (mutations.OneIn(4)) path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Parameter();
        string encoded = FuzzRequest.Encoded(path.Length > 6_000 ? path[..6_000] : path);
        return mutations.OneIn(20) ? Flipped(encoded) : encoded;
    }

    private string Parameter()
    {
        string name = mutations.Pick(Parameters);
        string value =
            name is "startIndex" or "count" || mutations.OneIn(5) ? mutations.Pick(Numbers)
            : mutations.OneIn(4) ? mutations.Pick(Seeds.Texts)
            : mutations.Text();
        return $"{name}={(mutations.OneIn(8) ? value : value.Replace("&", "%26", StringComparison.Ordinal))}";
    }

    private string Headers()
    {
        var headers = new StringBuilder();
        if (!mutations.OneIn(10))
            headers.Append($"Content-Type: {mutations.Pick(mutations.OneIn(6) ? MediaTypes : MediaTypes[..1])}\r\n");
        while (mutations.OneIn(4)) headers.Append(
            $"{mutations.Pick(HeaderNames)}: {(mutations.OneIn(8) ? Flipped("some value") : mutations.Pick(HeaderValues))}\r\n"
        );
        return headers.ToString();
    }

    private byte[] Body(string body)
    {
        if (mutations.OneIn(25)) return Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(mutations.OneIn(2) ? "[" : "{\"a\":", mutations.Next(3000)))
        );
        byte[] json = mutations.OneIn(3) ? Encoding.UTF8.GetBytes(body) : mutations.Json(JsonNode.Parse(body)!);
        if (mutations.OneIn(40)) json = [0xEF, 0xBB, 0xBF, .. json];
        return mutations.OneIn(40) ? Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json)) : json;
    }

    private FuzzRequest Sent(string head, string headers, byte[] body) => mutations.Next(24) switch
    {
        0 => new(Joined(head + FuzzRequest.Length(body.Length + 1 + mutations.Next(1 << 24)) + headers, body), Ends: true),
        1 => new(Joined(head + FuzzRequest.Length(mutations.Next(body.Length + 1)) + headers, body)),
        2 => new(Joined(head + $"Content-Length: {mutations.Pick(Numbers)}\r\n" + headers, body), Ends: true),
        3 or 4 or 5 => new(Joined(head + "Transfer-Encoding: chunked\r\n" + headers, Chunks(body, "\r\n"))),
        6 => new(Joined(head + "Transfer-Encoding: chunked\r\n" + headers, Broken(Chunks(body, ";x=y\r\n"))), Ends: true),
        7 => new(Joined(
            head + FuzzRequest.Length(body.Length) + "Transfer-Encoding: chunked\r\n" + headers,
            Chunks(body, "\r\n")
        ), Ends: true),
        8 => new(Joined(head + FuzzRequest.Length(body.Length) + "Expect: 100-continue\r\n" + headers, body)),
        _ => new(Joined(head + FuzzRequest.Length(body.Length) + headers, body)),
    };

    private static byte[] Joined(string head, byte[] body) => [.. Encoding.Latin1.GetBytes(head + "\r\n"), .. body];

    private byte[] Chunks(byte[] body, string lineEnd)
    {
        var chunks = new List<byte>();
        for (int at = 0; at < body.Length;)
        {
            int size = Math.Min(body.Length - at, 1 + mutations.Next(200));
            chunks.AddRange([.. Encoding.ASCII.GetBytes($"{size:x}{lineEnd}"), .. body.AsSpan(at, size), .. "\r\n"u8]);
            at += size;
        }

        return [.. chunks, .. Encoding.ASCII.GetBytes($"0\r\n{(mutations.OneIn(3) ? "X-Trailer: 1\r\n" : "")}\r\n")];
    }

    private byte[] Broken(byte[] chunks)
    {
        if (mutations.OneIn(3)) return chunks[..mutations.Next(chunks.Length)];
        if (mutations.OneIn(3)) return [.. Encoding.ASCII.GetBytes(
            mutations.Pick(["FFFFFFFFFFFFFFFF1\r\n", "7fffffff\r\n", "-1\r\n", "zz\r\n", "\r\n", "0x5\r\n"])
        ), .. chunks];
        for (int flips = mutations.Next(4); flips >= 0; flips--)
            chunks[mutations.Next(chunks.Length)] = (byte)mutations.Next(256);
        return chunks;
    }

    private string Flipped(string text)
    {
        char[] flipped = text.ToCharArray();
        if (flipped.Length > 0) flipped[mutations.Next(flipped.Length)] = (char)mutations.Next(256);
        return new string(flipped);
    }

    [GeneratedRegex(@"\{[a-z][a-z0-9-]*\}", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(?<endpoint>Users/|Groups/)(?!\.search)[^/?]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneInPath();
}
