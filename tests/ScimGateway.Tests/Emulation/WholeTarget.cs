using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A target that can do everything: it stores what it is sent, and patches and filters by the RFC.</summary>
internal sealed class WholeTarget : IAsyncDisposable
{
    private readonly Dictionary<string, JsonObject> stored = new(StringComparer.Ordinal);
    private FakeTarget? target;
    private int created = 100;

    public string Url => target!.Url;

    /// <summary>Whether a read by what is no id finds who has it as the externalId, as at Leapsome.</summary>
    public bool ReadsByExternalId { get; init; }

    /// <summary>Whether a read by what is no id shows somebody else.</summary>
    public bool ShowsAnybody { get; init; }

    /// <summary>Is waited for before a request is answered.</summary>
    public Func<TargetRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary><c>GET /Users?filter=userName eq "ana"</c>.</summary>
    public IReadOnlyList<string> Calls =>
        [.. target!.Requests.Select(request => $"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}")];

    public async Task<WholeTarget> StartAsync()
    {
        target = await FakeTarget.StartAsync(async (context, request) =>
        {
            await Before(request);
            var (status, body) = Answer(request);
            await context.AnswerAsync(status, body);
        });
        return this;
    }

    public ValueTask DisposeAsync() => target!.DisposeAsync();

    public void Store(string path, string json)
    {
        var resource = JsonNode.Parse(json)!.AsObject();
        resource["id"] = path.Split('/')[^1];
        lock (stored) stored[path] = resource;
    }

    public JsonObject Stored(string path)
    {
        lock (stored) return stored[path].DeepClone().AsObject();
    }

    private (int Status, string Body) Answer(TargetRequest request)
    {
        string path = request.PathAndQuery.Split('?')[0];
        var type = path.StartsWith("/Groups", StringComparison.Ordinal) ? ResourceType.Group : ResourceType.User;
        lock (stored)
        {
            if (path.LastIndexOf('/') == 0)
                return request.Method == "POST"
                    ? (201, Save($"{path}/{++created}", request.Body))
                    : (200, List(path, type, request));
            if (!stored.TryGetValue(path, out var found) && request.Method == "GET") found = Elsewhere(path);
            if (found is null) return (404, "");
            switch (request.Method)
            {
                case "GET": return (200, found.ToJsonString());
                case "PUT": return (200, Save(path, request.Body));
                case "PATCH": return Patch(path, found, request, new ReadingRules(type));
                default:
                    stored.Remove(path);
                    return (204, "");
            }
        }
    }

    private JsonObject? Elsewhere(string path) => stored.Values.FirstOrDefault(one =>
        ShowsAnybody || (ReadsByExternalId && one.At("externalId") == path.Split('/')[^1]));

    private (int Status, string Body) Patch(string path, JsonObject found, TargetRequest request, ReadingRules rules)
    {
        try
        {
            var patch = PatchRequest.Parse(JsonNode.Parse(request.Body)!.AsObject(), rules);
            stored[path] = PatchEngine.Apply(found, patch, rules).Resource;
            return (200, stored[path].ToJsonString());
        }
        catch (ScimException fault)
        {
            return (fault.Status, $$"""{"detail":{{JsonValue.Create(fault.Message)!.ToJsonString()}}}""");
        }
    }

    private string Save(string path, string body)
    {
        var resource = JsonNode.Parse(body)!.AsObject();
        resource["id"] = path.Split('/')[^1];
        stored[path] = resource;
        return resource.ToJsonString();
    }

    private string List(string path, ResourceType type, TargetRequest request)
    {
        var query = QueryHelpers.ParseQuery(new Uri("http://x" + request.PathAndQuery).Query);
        var all = stored.Where(one => one.Key.StartsWith(path + "/", StringComparison.Ordinal)).Select(one => one.Value);
        if (query.TryGetValue("filter", out var text))
        {
            var filter = FilterPredicate.Compile(Filter.Parse(text!, new ReadingRules(type)), type);
            all = all.Where(one => filter.Matches(one));
        }

        string[] found = [.. all.Select(one => one.ToJsonString())];
        return $$"""{"totalResults":{{found.Length}},"Resources":[{{string.Join(',', found)}}]}""";
    }
}
