using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation.Owed;

/// <summary>A target that knows its own people: a manager or a member whom it does not have is 400, and changes nothing. It takes
/// what it is told to take: POST, GET, lists with filters and pages, PUT, PATCH with operations, DELETE.</summary>
internal sealed class StrictTarget : IAsyncDisposable
{
    private readonly Lock storing = new();
    private readonly Dictionary<string, JsonObject> stored = new(StringComparer.Ordinal);
    private readonly List<string> writes = [];
    private FakeTarget? target;
    private int number;
    private TaskCompletionSource written = NewWait();

    public string Url => target!.Url;

    /// <summary>Answers of this status instead of doing anything; 0: none.</summary>
    public int Down { get; set; }

    /// <summary>The same for what its method names.</summary>
    public string? OnlyDownFor { get; set; }

    public IReadOnlyList<string> Calls => [.. target!.Requests.Select(request => $"{request.Method} {request.PathAndQuery}")];

    /// <summary>What it took, as <c>PATCH /Users/1 {…}</c>.</summary>
    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (storing) return [.. writes];
        }
    }

    /// <summary>Refused because of a reference to nobody.</summary>
    public int Refused { get; private set; }

    public static async Task<StrictTarget> StartAsync()
    {
        var strict = new StrictTarget();
        strict.target = await FakeTarget.StartAsync(strict.AnswerAsync);
        return strict;
    }

    public JsonObject? Stored(string path)
    {
        lock (storing) return (JsonObject?)stored.GetValueOrDefault(path)?.DeepClone();
    }

    /// <summary>Waits until it is so; it is looked at after each write.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            var next = Volatile.Read(ref written).Task;
            if (isSo()) return;
            await next.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public string? ManagerOf(string id) => Stored("/Users/" + id).At(Bodies.Enterprise, "manager", "value");

    public IReadOnlyList<string> MembersOf(string id) =>
        [.. Stored("/Groups/" + id)!.Members().Order(StringComparer.Ordinal)];

    /// <summary>Somebody makes it at the target itself.</summary>
    public void Store(string path, string json)
    {
        lock (storing) stored[path] = JsonNode.Parse(json)!.AsObject();
    }

    public ValueTask DisposeAsync() => target!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        var (status, body) = Down > 0 && (OnlyDownFor is null || OnlyDownFor == request.Method) ? (Down, "") : Answer(request);
        await context.AnswerAsync(status, body);
        Interlocked.Exchange(ref written, NewWait()).TrySetResult();
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (int Status, string Body) Answer(TargetRequest request)
    {
        lock (storing)
        {
            string path = request.PathAndQuery.Split('?')[0];
            bool isCollection = path.Count(letter => letter == '/') == 1;
            if (isCollection && request.Method == "GET") return (200, List(path, request.PathAndQuery));
            if (isCollection) return Write(request, $"{path}/{path[1]}{++number}", 201);
            if (!stored.TryGetValue(path, out var found)) return (404, "");
            switch (request.Method)
            {
                case "GET":
                    return (200, found.ToJsonString());
                case "DELETE":
                    stored.Remove(path);
                    writes.Add($"DELETE {path}");
                    return (204, "");
                default:
                    return Write(request, path, 200);
            }
        }
    }

    private (int Status, string Body) Write(TargetRequest request, string path, int status)
    {
        var body = JsonNode.Parse(request.Body)!.AsObject();
        var type = path.StartsWith("/Users", StringComparison.Ordinal) ? ResourceType.User : ResourceType.Group;
        if (status == 201 && type.Name == "User" && IsTaken(body.At("userName")))
            return (409, """{"scimType":"uniqueness","status":"409"}""");
        var becomes = request.Method == "PATCH"
            ? PatchEngine.Apply(stored[path], PatchRequest.Parse(body, new ReadingRules(type)), new ReadingRules(type)).Resource
            : body;
        becomes["id"] = path.Split('/')[2];
        if (References(becomes).Any(id => !stored.ContainsKey("/Users/" + id) && "/Users/" + id != path))
        {
            Refused++;
            return (400, """{"detail":"no such user","status":"400"}""");
        }

        stored[path] = becomes;
        writes.Add($"{request.Method} {path} {request.Body}");
        return (status, becomes.ToJsonString());
    }

    private bool IsTaken(string? userName) => stored.Any(one =>
        one.Key.StartsWith("/Users", StringComparison.Ordinal) && one.Value.At("userName") == userName);

    private static IEnumerable<string> References(JsonObject resource)
    {
        if (resource.At(Bodies.Enterprise, "manager", "value") is { } manager) yield return manager;
        foreach (string member in resource.Members()) yield return member;
    }

    private string List(string collection, string pathAndQuery)
    {
        var query = QueryHelpers.ParseQuery(new Uri("http://x" + pathAndQuery).Query);
        var predicate = query.TryGetValue("filter", out var filter)
            ? FilterPredicate.Compile(Filter.Parse(filter.ToString()))
            : null;
        JsonObject[] found = [
            .. stored.Where(one => one.Key.StartsWith(collection + "/", StringComparison.Ordinal)).Select(one => one.Value)
                .Where(one => predicate?.Matches(one) != false),
        ];
        int start = query.TryGetValue("startIndex", out var index) ? int.Parse(index.ToString()) : 1;
        int count = query.TryGetValue("count", out var asked) ? int.Parse(asked.ToString()) : 100;
        var page = new JsonArray([.. found.Skip(start - 1).Take(count).Select(one => one.DeepClone())]);
        return new JsonObject { ["totalResults"] = found.Length, ["startIndex"] = start, ["Resources"] = page }.ToJsonString();
    }
}
