using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ScimGateway.Tests.Fixtures;

/// <summary>Resources behind several destinations of one target, by path: <c>/Users/u1</c>. A POST's id is its
/// userName.</summary>
internal sealed class SharedStore
{
    private readonly ConcurrentDictionary<string, JsonObject> stored = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> writes = new();

    /// <summary>Every change that was done, in order: <c>POST /Users/u1</c>.</summary>
    public IReadOnlyList<string> Writes => [.. writes];

    public IReadOnlyDictionary<string, JsonObject> Stored => stored;

    public async Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        var (status, body) = Answer(request);
        await context.AnswerAsync(status, body);
    }

    public (int Status, string Body) Answer(TargetRequest request)
    {
        string[] parts = request.PathAndQuery.Split('?');
        string path = parts[0];
        if (request.Method == "GET" && path.LastIndexOf('/') == 0)
            return (200, List(path, parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""));
        if (request.Method == "GET") return stored.TryGetValue(path, out var one) ? (200, one.ToJsonString()) : (404, "");
        if (request.Method == "POST") return Create(path, JsonNode.Parse(request.Body)!.AsObject());
        if (!stored.TryGetValue(path, out var before)) return (404, "");
        writes.Enqueue($"{request.Method} {path}");
        if (request.Method == "DELETE") return (stored.TryRemove(path, out _) ? 204 : 404, "");
        var after =
            request.Method == "PUT" ? JsonNode.Parse(request.Body)!.AsObject() : Patched(before, JsonNode.Parse(request.Body)!);
        after["id"] = path.Split('/')[^1];
        stored[path] = after;
        return (200, after.ToJsonString());
    }

    private (int Status, string Body) Create(string path, JsonObject resource)
    {
        string id = (resource["userName"] ?? resource["displayName"])!.GetValue<string>();
        resource["id"] = id;
        if (!stored.TryAdd($"{path}/{id}", resource)) return (409, "");
        writes.Enqueue($"POST {path}/{id}");
        return (201, resource.ToJsonString());
    }

    // It knows "replace" of a whole attribute.
    private static JsonObject Patched(JsonObject before, JsonNode patch)
    {
        var after = before.DeepClone().AsObject();
        foreach (var operation in patch["Operations"]!.AsArray())
            after[operation!["path"]!.GetValue<string>()] = operation["value"]?.DeepClone();
        return after;
    }

    private string List(string path, string query)
    {
        string[] quoted = query.Split('"');
        var found = stored
            .Where(entry => entry.Key.StartsWith(path + "/", StringComparison.Ordinal))
            .Where(entry => quoted.Length < 2 || entry.Key == $"{path}/{quoted[1]}")
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Value.ToJsonString())
            .ToList();
        return $$"""{"totalResults":{{found.Count}},"Resources":[{{string.Join(',', found)}}]}""";
    }
}

/// <summary>A port that refuses every connection, and that nobody else gets.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Url => $"http://{socket.LocalEndPoint}/scim/v2";

    public void Dispose() => socket.Dispose();
}

/// <summary>A port that answers no attempt to connect, as one behind a firewall that drops packets: its queue is full.</summary>
internal sealed class SilentPort : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket first = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public SilentPort()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        first.Connect(listener.LocalEndPoint!);
    }

    public string Url => $"http://{listener.LocalEndPoint}/scim/v2";

    public void Dispose()
    {
        first.Dispose();
        listener.Dispose();
    }
}
