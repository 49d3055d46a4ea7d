using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Clients.Stories;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;

namespace ScimGateway.Tests.Lives;

/// <summary>When the process is killed: at a call of one request to the target, before the target has it, or after it stored
/// it.</summary>
internal sealed record KillPoint(int Call, bool IsStored);

/// <summary>A client that repeats what has no answer, a gateway whose process is killed and started again, and its
/// target.</summary>
/// <param name="change">Text of the target's mapping, and what it becomes.</param>
/// <param name="points">By the number of the request, from 0.</param>
internal sealed class KilledDay(
    StoryTarget target,
    (string From, string To) change,
    ScratchFolder folder,
    IReadOnlyDictionary<int, KillPoint> points
) : IAsyncDisposable
{
    private const int MostTries = 10;

    private const string Token = "the-client-s-token-of-thirty-two";

    private const string Groups = "Groups";

    private const string BulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient wire = new() { Timeout = Patience };
    private readonly HttpClient client = new() { Timeout = Patience };
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly List<int> calls = [];
    private FakeTarget? between;
    private GatewayProcess? gateway;
    private string address = "";
    private KillPoint? next;
    private int sent;
    private int starts; // how many kills the running process has come after
    private TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task ending = Task.CompletedTask;

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Another mapping than the target's own.</summary>
    public string? Script { get; init; }

    /// <summary>Answers 503 to so many calls from now on.</summary>
    public int Down { get; set; }

    /// <summary>More lines for the top of gateway.yaml.</summary>
    public string Top { get; init; } = "";

    /// <summary>Why the target refuses a call, for one that is stricter than what stands behind it; <see langword="null"/>: it
    /// does not.</summary>
    public Func<TargetRequest, Task<string?>> Refusal { get; init; } = _ => Task.FromResult<string?>(null);

    /// <summary>How many calls to the target each request took.</summary>
    public int[] Calls => [.. calls];

    /// <summary>A PATCH that adds members.</summary>
    public static string Joining(string members) => Bodies.Patch($$"""{"op":"add","path":"members","value":[{{members}}]}""");

    public async Task StartAsync()
    {
        between = await FakeTarget.StartAsync(PassAsync);
        folder.Write("token", Token);
        folder.Write("secret", target.Token);
        folder.Write("state.key", TestGateway.StateKeyText);
        string script = Script ?? File.ReadAllText(Path.Combine(target.Folder, "mapping.js"));
        Assert.Contains(change.From, script, StringComparison.Ordinal);
        folder.Write(
            "app/mapping.js",
            change.From.Length == 0 ? script : script.Replace(change.From, change.To, StringComparison.Ordinal)
        );
        folder.Write("gateway.yaml", $$"""
            listen: http://127.0.0.1:0
            log: { level: error }
            {{(Top.Length > 0 ? Top : TestGateway.State("sqlite:data/gateway.db"))}}
            clients: [ { name: hr, token: file:token, target: app } ]
            targets: [ { name: app, url: "{{between.Url}}", auth: { bearer: file:secret }, mapping: app } ]
            """);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await StartGatewayAsync();
    }

    /// <summary>Creates a user whom later requests call by his name in braces.</summary>
    public async Task CreateUserAsync(string name, string body)
    {
        await SendAsync(HttpMethod.Post, "Users", body);
        ids[name] = await IdAsync("Users", "userName", name) ?? "none";
    }

    /// <summary>Creates a group with members.</summary>
    /// <remarks>Where a target refuses no second group of a name, a blind repeat of a create in one call, whose answer was cut
    /// off, would make two. Identity providers look for the group before they repeat, and then add its members; so does this
    /// client.</remarks>
    public async Task CreateGroupAsync(string name, string members)
    {
        await StepAsync(async isRepeat => isRepeat && await IdAsync(Groups, "displayName", name) is { } id
            ? (await AskAsync(HttpMethod.Patch, $"{Groups}/{id}", Joining(members))).Status
            : (await AskAsync(HttpMethod.Post, Groups, Group(name, members))).Status);
        ids[name] = await IdAsync(Groups, "displayName", name) ?? "none";
    }

    /// <summary>Creates a group, and users of whom it speaks, in one Bulk request; before a repeat the group is looked for as
    /// above.</summary>
    public Task BulkAsync(string name, string members, IEnumerable<(string BulkId, string Body)> users)
    {
        var posts = users
            .Select(user => $$"""{"method":"POST","path":"/Users","bulkId":"{{user.BulkId}}","data":{{user.Body}} }""")
            .ToList();
        string post = $$"""{"method":"POST","path":"/Groups","bulkId":"g","data":{{Group(name, members)}} }""";
        return StepAsync(async isRepeat =>
        {
            string group = isRepeat && await IdAsync(Groups, "displayName", name) is { } id
                ? $$"""{"method":"PATCH","path":"/Groups/{{id}}","data":{{Joining(members)}} }"""
                : post;
            string operations = string.Join(',', posts.Prepend(group)); // it speaks of users that come later
            var (status, text) = await AskAsync(
                HttpMethod.Post, "Bulk", $$"""{"schemas":["{{BulkRequest}}"],"Operations":[{{operations}}]}""");
            return status == 200 ? Statuses(text).Where(one => one != 501).Max() : status; // as in IsDoneAsync
        });
    }

    public Task SendAsync(HttpMethod method, string path, string? body) =>
        StepAsync(async _ => (await AskAsync(method, path, body)).Status);

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        if (between is not null) await between.DisposeAsync();
        wire.Dispose();
        client.Dispose();
    }

    private static string Group(string name, string members) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{name}}","members":[{{members}}]}""";

    private static IEnumerable<int> Statuses(string bulk) =>
        JsonNode.Parse(bulk)!["Operations"]!.AsArray().Select(one => int.Parse(one!["status"]!.ToString()));

    private async Task StepAsync(Func<bool, Task<int>> ask)
    {
        (next, sent) = (points.GetValueOrDefault(calls.Count), 0);
        for (int tries = 0; !await IsDoneAsync(ask, isRepeat: tries > 0); tries++)
            Assert.True(tries < MostTries, $"Request {calls.Count} was not done by {MostTries} repeats.");
        next = null; // where the request did not come so far
        calls.Add(sent);
        sent = int.MinValue;
    }

    private async Task<bool> IsDoneAsync(Func<bool, Task<int>> ask, bool isRepeat)
    {
        try
        {
            return await ask(isRepeat) is < 500 or 501; // 501: the target has no such thing, and a repeat does not give it one
        }
        catch (HttpRequestException) when (Kills > starts)
        {
            await StartGatewayAsync();
            return false;
        }
        catch (TaskCanceledException fault)
        {
            throw new TimeoutException($"Request {calls.Count} had no answer in {Patience.TotalSeconds} seconds.", fault);
        }
    }

    private async Task<(int Status, string Text)> AskAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://{address}/scim/v2/{Told(path)}"));
        if (body is not null) request.Content = new StringContent(Told(body), Encoding.UTF8, "application/scim+json");
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private string Told(string text) =>
        ids.Aggregate(text, (told, id) => told.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));

    private async Task<string?> IdAsync(string endpoint, string attribute, string name)
    {
        string query = $"{endpoint}?filter={Uri.EscapeDataString($"{attribute} eq \"{name}\"")}";
        (int status, string text) = (0, "");
        while (status == 0)
            try
            {
                (status, text) = await AskAsync(HttpMethod.Get, query, null);
            }
            catch (HttpRequestException) when (Kills > starts)
            {
                await StartGatewayAsync(); // killed at a call of its own, between two requests
            }

        return status == 200 && JsonNode.Parse(text)!["Resources"]!.AsArray() is [var only] ? only!["id"]!.ToString() : null;
    }

    private async Task StartGatewayAsync()
    {
        await ending.WaitAsync(Patience);
        starts = Kills;
        gateway = GatewayProcess.Start(folder.Path);
        string line = await gateway.OutputLineAsync(one => one.Contains("http://127.0.0.1:", StringComparison.Ordinal));
        address = line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', '/')[2];
        await GatewayProcess.ReadyAsync($"http://{address}");
    }

    /// <summary>Waits until it is so; it is looked at after each call to the target.</summary>
    public async Task WaitAsync(Func<Task<bool>> isSo, TimeSpan most)
    {
        using var patience = new CancellationTokenSource(most);
        while (true)
        {
            var more = Volatile.Read(ref called).Task;
            if (await isSo()) return;
            try
            {
                await more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return; // the caller says what is wrong
            }
        }
    }

    private async Task PassAsync(HttpContext context, TargetRequest request)
    {
        if (Down > 0)
        {
            Down--;
            await context.AnswerAsync(503, "");
            return;
        }

        var point = Interlocked.Increment(ref sent) == next?.Call ? next : null;
        if (point is { IsStored: false }) await KillAsync();
        else await ForwardAsync(context, request, isShown: point is null);
        if (point is { IsStored: true }) await KillAsync();
        if (point is not null) context.Abort();
        Interlocked.Exchange(ref called, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private async Task KillAsync()
    {
        // All of it before the kill: the client hears of it at once, and must wait for the end of the process before it starts
        // another.
        var ended = new TaskCompletionSource();
        (ending, next) = (ended.Task, null);
        Kills++;
        await gateway!.DisposeAsync();
        gateway = null;
        ended.SetResult();
    }

    private async Task ForwardAsync(HttpContext context, TargetRequest request, bool isShown)
    {
        if (await Refusal(request) is { } why)
        {
            await context.AnswerAsync(400, $$"""{"status":"400","detail":"{{why}}"}""");
            return;
        }

        using var forward = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(target.Url.TrimEnd('/') + request.PathAndQuery)
        );
        if (request.Body.Length > 0)
            forward.Content = new StringContent(request.Body, MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]));
        forward.Headers.TryAddWithoutValidation("Authorization", request.Headers["Authorization"]);
        using var answer = await wire.SendAsync(forward);
        string text = await answer.Content.ReadAsStringAsync();
        if (!isShown) return;
        if (answer.Headers.ETag is { } version) context.Response.Headers.ETag = version.ToString();
        await context.AnswerAsync(
            (int)answer.StatusCode,
            text,
            answer.Content.Headers.ContentType?.ToString() ?? "application/json"
        );
    }
}
