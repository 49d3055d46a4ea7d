using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Emulation;

/// <summary>A target that knows GET, POST and PUT only, and believes every PUT: the last one wins. Its answers can be as
/// terse as they get.</summary>
internal sealed class PutOnlyTarget(bool terse = false) : IAsyncDisposable
{
    /// <summary>A mapping that says so.</summary>
    public const string Mapping = "target({ can: { patch: false }, User: {}, Group: {} });";

    private readonly Dictionary<string, JsonObject> stored = new(StringComparer.Ordinal);
    private FakeTarget? target;

    public string Url => target!.Url;

    /// <summary><c>PUT /Users/1</c>.</summary>
    public IEnumerable<string> Calls => target!.Requests.Select(request => $"{request.Method} {request.PathAndQuery}");

    /// <summary>PUTs that are still refused, and store nothing.</summary>
    public int FailingPuts { get; set; }

    /// <summary>What those are answered.</summary>
    public int FailingStatus { get; set; } = 503;

    /// <summary>PUTs that are still stored, and whose answers are lost on the way.</summary>
    public int LostPuts { get; set; }

    /// <summary>The most that it puts on a page.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Whether it knows DELETE, after all.</summary>
    public bool Deletes { get; init; }

    /// <summary>Whether it knows PATCH, after all: what is sent takes the place of what is there, attribute by
    /// attribute.</summary>
    public bool Merges { get; init; }

    /// <summary>Whether its PUT keeps the attributes that it leaves out, and takes null for "none".</summary>
    public bool KeepsUnsaid { get; init; }

    public void Erase(string path)
    {
        lock (stored) stored.Remove(path);
    }

    public JsonObject Stored(string path)
    {
        lock (stored) return stored[path].DeepClone().AsObject();
    }

    public async Task<PutOnlyTarget> StartAsync()
    {
        target = await FakeTarget.StartAsync(AnswerAsync);
        return this;
    }

    public void Store(string path, string json)
    {
        lock (stored) stored[path] = JsonNode.Parse(json)!.AsObject();
    }

    public ValueTask DisposeAsync() => target!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        var (status, body) = Answer(request);
        await context.AnswerAsync(status, body);
    }

    private (int Status, string Body) Answer(TargetRequest request)
    {
        lock (stored)
        {
            string path = request.PathAndQuery.Split('?')[0];
            switch (request.Method)
            {
                case "GET" when path.LastIndexOf('/') == 0:
                    return (200, List(path, request.PathAndQuery));
                case "GET":
                    return stored.TryGetValue(path, out var found) ? (200, found.ToJsonString()) : (404, "");
                case "POST" when stored.Values.Any(other =>
                    other
                        .ToJsonString()
                        .Contains(JsonNode.Parse(request.Body)!["userName"]!.ToJsonString(), StringComparison.Ordinal)):
                    return (409, "");
                case "POST":
                    return (201, Save($"{path}/{stored.Count + 1}", request.Body));
                case "PUT" when FailingPuts-- > 0:
                    return (FailingStatus, "");
                case "PUT" when stored.Any(other =>
                    other.Key != path && IsNamed(other.Value, JsonNode.Parse(request.Body)!.AsObject())):
                    return (409, "");
                case "PUT" when LostPuts-- > 0:
                    Save(path, request.Body);
                    return (502, "");
                case "PUT":
                    string saved = Save(path, request.Body);
                    return terse ? (204, "") : (200, saved);
                case "PATCH" when Merges:
                    return (200, Merge(path, JsonNode.Parse(request.Body)!.AsObject()));
                case "DELETE" when Deletes:
                    return (stored.Remove(path) ? 204 : 404, "");
                default:
                    return (405, "");
            }
        }
    }

    private static bool IsNamed(JsonObject one, JsonObject other) =>
        one["userName"] is { } name && JsonNode.DeepEquals(name, other["userName"]);

    // It knows pages, and no filters.
    private string List(string path, string pathAndQuery)
    {
        var query = QueryHelpers.ParseQuery(new Uri("http://x" + pathAndQuery).Query);
        int start = query.TryGetValue("startIndex", out var first) ? int.Parse(first!) : 1,
            count = query.TryGetValue("count", out var most) ? int.Parse(most!) : 1000;
        var found = stored
            .Where(entry => entry.Key.StartsWith(path + "/", StringComparison.Ordinal))
            .Select(entry => entry.Value.ToJsonString())
            .ToList();
        return $$"""{"totalResults":{{found.Count}},"startIndex":{{start}},"Resources":[{{string.Join(',', found.Skip(start - 1).Take(Math.Min(count, PageSize)))}}]}""";
    }

    private string Merge(string path, JsonObject part)
    {
        foreach (var (name, value) in part) stored[path][name] = value?.DeepClone();
        return stored[path].ToJsonString();
    }

    private string Save(string path, string body)
    {
        var resource = JsonNode.Parse(body)!.AsObject();
        if (KeepsUnsaid && stored.TryGetValue(path, out var before))
            foreach (var (name, value) in before)
                if (!resource.ContainsKey(name)) resource[name] = value?.DeepClone();
        resource["id"] = path.Split('/')[^1];
        stored[path] = resource;
        return terse ? $$"""{"id":{{resource["id"]!.ToJsonString()}}}""" : resource.ToJsonString();
    }
}
