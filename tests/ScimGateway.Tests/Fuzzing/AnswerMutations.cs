using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Tests.Fuzzing;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>Answers of a target, changed in their JSON, encoding, status, headers and framing.</summary>
internal sealed class AnswerMutations(Mutations mutations)
{
    // Not 500: that one would be passed on, and no test could tell it from the gateway's own.
    private static readonly int[] Statuses =
    [
        101, 103, 200, 200, 201, 202, 203, 204, 205, 206, 226, 299, 300, 301, 302, 303, 304, 307, 308, 400, 400, 401, 403, 404,
        404, 405, 407, 409, 410, 412, 413, 415, 418, 422, 428, 429, 431, 451,
        499, 501, 502, 503, 504, 505, 507, 511, 599, 600, 999,
    ];

    private static readonly string[] Totals =
    [
        "0", "-1", "1", "3", "1.0", "1.5", "1e2", "1e400", "2147483648", "9223372036854775808", "-9223372036854775809", "null",
        "\"3\"", "\"many\"", "[]", "{}", "true",
    ];

    private static readonly string[] Ids =
    [
        "null", "\"\"", "0", "17", "1e400", "true", "[]", "{}", "\"..\"", "\"a/b\"", "\"a?b#c\"", "\"\\u0000\"", "\" \"",
        "\"é\"",
    ];

    private static readonly string[] Headers =
    [
        "Location: /", "Location: http://[", "Location: /scim/v2/Users/", "Location: /scim/v2/Users/%zz?x#y",
        "Location: \u00e9", "ETag: W/\"1\"", "ETag: \"", "ETag: x", "ETag: \u00e9", "ETag: *", "Retry-After: 0",
        "Retry-After: -1",
        "Retry-After: 99999999999999", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "Retry-After: soon", "Date: never",
        "Set-Cookie: a=b", "WWW-Authenticate: Bearer", "Content-Type: \u00e9", "X: x",
        "RateLimit-Remaining: 0", "X-RateLimit-Reset: 1e9", "Link: <>; rel=next", "Content-Language: \u0001",
        "Transfer-Encoding: identity", "Trailer: X", "Last-Modified: 0",
    ];

    private static readonly string[] MediaTypes =
    [
        "application/scim+json", "application/json", "text/plain", "text/html", "application/json; charset=utf-16",
        "application/json; charset=none", "", ";", "\u00e9/json",
    ];

    private static readonly string[] Garbage =
    [
        "", "\r\n", "HTTP/1.1\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 200\r\n\r\n{", "HTTP/1.1 abc OK\r\n\r\n",
        "SSH-2.0-x\r\n", "\u0016\u0003\u0001", "HTTP/1.1 200 OK\r\nX\r\n\r\n", "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n{}", "HTTP/1.1 99 X\r\nContent-Length: 0\r\n\r\n",
    ];

    /// <summary>What the target sends in place of its answer.</summary>
    public byte[] Next(int status, string mediaType, byte[] body)
    {
        if (mutations.OneIn(30)) return RawHttp.Bytes(mutations.Pick(Garbage));
        if (!mutations.OneIn(4)) body = Changed(body);
        if (mutations.OneIn(6)) (status, body) = OtherStatus(body);
        if (mutations.OneIn(10)) mediaType = mutations.Pick(MediaTypes);
        string headers = $"Content-Type: {mediaType}\r\n";
        while (mutations.OneIn(5)) headers += mutations.Pick(Headers) + "\r\n";
        if (mutations.OneIn(8)) (headers, body) = Coded(headers, body);
        return Framed($"HTTP/1.1 {status} X\r\nConnection: close\r\n{headers}", body);
    }

    private byte[] Changed(byte[] body)
    {
        var json =
            body is not [(byte)'{' or (byte)'[', ..] || mutations.OneIn(12)
                ? mutations.Pick(Seeds.Values).DeepClone()
                : JsonNode.Parse(body)!;
        if (mutations.OneIn(2) && json is JsonObject message) json = Misshapen(message);
        if (mutations.OneIn(2)) return Spoilt(Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "null"));
        return Spoilt(mutations.Json(json ?? new JsonArray()));
    }

    private JsonNode? Misshapen(JsonObject message)
    {
        if (message["Resources"] is JsonArray { Count: > 0 } resources) return MisshapenList(message, resources);
        Misidentified(message);
        return mutations.OneIn(10) ? new JsonArray(message) : message;
    }

    private JsonObject MisshapenList(JsonObject list, JsonArray resources)
    {
        string total = mutations.Pick(["totalResults", "startIndex", "itemsPerPage", "nextCursor"]);
        if (mutations.OneIn(2)) list[total] = JsonNode.Parse(mutations.Pick(Totals));
        else if (mutations.OneIn(2)) list.Remove(total);
        int place = mutations.Next(resources.Count);
        switch (mutations.Next(7))
        {
            case 0: resources[place] = JsonNode.Parse(mutations.Pick(Ids)); break;
            case 1: resources.Insert(place, null); break;
            case 2: resources.Add(resources[place]!.DeepClone()); break;
            case 3: resources.Clear(); break;
            case 4: list["Resources"] = JsonNode.Parse(mutations.Pick(Totals)); break;
            case 5 when resources[place] is JsonObject resource: Misidentified(resource); break;
            default: list.Remove("Resources"); break;
        }

        return list;
    }

    private void Misidentified(JsonObject resource)
    {
        if (mutations.OneIn(3)) resource.Remove("id");
        else if (mutations.OneIn(3)) resource["id"] = Scalar(Ids);
        else if (resource.Count > 0)
            resource[resource.GetAt(mutations.Next(resource.Count)).Key] = Scalar(mutations.OneIn(2) ? Ids : Totals);
    }

    private JsonNode? Scalar(string[] several) => JsonNode.Parse(mutations.Pick(several));

    private byte[] Spoilt(byte[] json) => mutations.Next(32) switch
    {
        0 => [0xEF, 0xBB, 0xBF, .. json],
        1 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json)),
        2 => json[..mutations.Next(json.Length + 1)],
        3 => [.. json, .. json],
        4 => [],
        5 => "{\"id\":\"1\",\"id\":\"2\",\"userName\":\"a\",\"USERNAME\":\"b\"}"u8.ToArray(),
        6 => [.. "{\"id\":\"1\","u8, .. json.AsSpan(Math.Min(1, json.Length))],
        7 => "<html><body>nothing</body></html>"u8.ToArray(),
        8 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(mutations.OneIn(2) ? "[" : "{\"a\":", mutations.Next(3000)))),
        9 => Encoding.Latin1.GetBytes("{\"id\":\"1\",\"userName\":\"\u00e9\"}"),
        10 => "{\"id\":\"\\ud800\",\"userName\":\"\\udc00\\u0000\"}"u8.ToArray(),
        _ => json,
    };

    private (int Status, byte[] Body) OtherStatus(byte[] body)
    {
        int status = mutations.Pick(Statuses);
        if (status < 400 || mutations.OneIn(3)) return (status, body);
        var error = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
            ["status"] = $"{status}",
            ["scimType"] = "uniqueness",
            ["detail"] = "It has " + FuzzRoad.TargetToken + ".",
        };
        return (status, mutations.OneIn(2) ? Encoding.UTF8.GetBytes(error.ToJsonString()) : mutations.Json(error));
    }

    private (string Headers, byte[] Body) Coded(string headers, byte[] body)
    {
        byte[] gzip = RawHttp.Compressed(Encoding.UTF8.GetString(body), RawHttp.Gzip),
            brotli = RawHttp.Compressed(Encoding.UTF8.GetString(body), RawHttp.Brotli);
        var (coding, coded) = mutations.Next(8) switch
        {
            0 => ("gzip", gzip),
            1 => ("br", brotli),
            2 => ("gzip", gzip[..mutations.Next(gzip.Length)]),
            3 => ("br", brotli[..mutations.Next(brotli.Length)]),
            4 => ("gzip, br", gzip),
            5 => (mutations.Pick(["zstd", "x", "", "identity", "gzip;q=1", "\u00e9"]), body),
            6 => (mutations.Pick(["gzip", "br", "deflate"]), body),
            _ => (
                mutations.Pick(["gzip", "br", "deflate"]),
                [.. gzip.Select(one => mutations.OneIn(20) ? (byte)mutations.Next(256) : one)]
            ),
        };
        return ($"{headers}Content-Encoding: {coding}\r\n", coded);
    }

    private byte[] Framed(string head, byte[] body) => mutations.Next(30) switch
    {
        0 => Joined(head + FuzzRequest.Length(body.Length + 1 + mutations.Next(1000)), body),
        1 => Joined(head + FuzzRequest.Length(mutations.Next(body.Length + 1)), body),
        2 => Joined(head + $"Content-Length: {mutations.Pick(Totals)}\r\n", body),
        3 => Joined(head, body), // to the end of the connection
        4 => Joined(head + "Transfer-Encoding: chunked\r\n", Chunk(body, $"{body.Length:x}")),
        5 => Joined(
            head + "Transfer-Encoding: chunked\r\n",
            Chunk(body, mutations.Pick(["FFFFFFFFFFFFFFFF1", "-1", "zz", "", "7fffffff", "0", "1"]))
        ),
        6 => Joined(head + "Transfer-Encoding: chunked\r\n", Chunk(body, $"{body.Length:x}")[..^(1 + mutations.Next(7))]),
        7 => Joined(head + FuzzRequest.Length(body.Length), body)[..mutations.Next(head.Length + body.Length)],
        _ => Joined(head + FuzzRequest.Length(body.Length), body),
    };

    private static byte[] Joined(string head, byte[] body) => [.. Encoding.Latin1.GetBytes(head + "\r\n"), .. body];

    private static byte[] Chunk(byte[] body, string size) =>
        [.. Encoding.ASCII.GetBytes(size + "\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
}
