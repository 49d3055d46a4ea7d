using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ScimGateway.Sandbox;
using ScimGateway.Scim.Tests.Fuzzing;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>Targets that answer as a sandbox of theirs does, or as a plain store; some of the answers are spoilt on their
/// way.</summary>
internal sealed class SpoiltTarget(IReadOnlyList<string> names) : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Dictionary<string, SandboxServer> sandboxes = [];
    private readonly Dictionary<string, SharedStore> stores = [];
    private readonly Lock gate = new();
    private readonly List<string> said = [];
    private FakeTarget fake = null!;
    private Mutations? spoiling;

    /// <summary>How many answers were spoilt.</summary>
    public int Spoilt { get; private set; }

    /// <summary>What was asked and answered in this round.</summary>
    public string Said => string.Join("\n\n", said);

    public string UrlOf(string name) => $"{fake.Url}/{name}";

    public async Task StartAsync()
    {
        fake = await FakeTarget.StartAsync(AnswerAsync);
        await ResetAsync();
    }

    /// <summary>Every target holds what it held at the beginning.</summary>
    public async Task ResetAsync()
    {
        foreach (var sandbox in sandboxes.Values) await sandbox.DisposeAsync();
        foreach (string name in names.Intersect(SandboxServer.Names)) sandboxes[name] = await FuzzRoad.SandboxAsync(name);
        foreach (string name in names.Except(SandboxServer.Names)) Populate(stores[name] = new SharedStore());
    }

    /// <summary>The resources that a target holds: <c>Users/1</c>.</summary>
    public IReadOnlyList<string> HeldBy(string name) =>
        stores.TryGetValue(name, out var store)
            ? [.. store.Stored.Keys.Select(path => path.TrimStart('/'))]
            : FuzzRoad.HeldBy(sandboxes[name]);

    /// <summary>From now on answers are spoilt by these mutations.</summary>
    /// <param name="mutations"><see langword="null"/>: they are not.</param>
    public void Begin(Mutations? mutations)
    {
        said.Clear();
        spoiling = mutations;
    }

    public async ValueTask DisposeAsync()
    {
        await fake.DisposeAsync();
        foreach (var sandbox in sandboxes.Values) await sandbox.DisposeAsync();
        client.Dispose();
    }

    private static void Populate(SharedStore store)
    {
        store.Answer(new TargetRequest(
            "POST",
            "/Users",
            new Dictionary<string, string>(),
            """{"userName":"ana","emails":[{"value":"ana@x.org","type":"work"}]}"""
        ));
        store.Answer(
            new TargetRequest("POST", "/Users", new Dictionary<string, string>(), """{"userName":"bo","active":true}""")
        );
        store.Answer(new TargetRequest(
            "POST",
            "/Groups",
            new Dictionary<string, string>(),
            """{"displayName":"Eng","members":[{"value":"ana"}]}"""
        ));
    }

    private async Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        string name = request.PathAndQuery.Split('/')[1];
        var asked = request with { PathAndQuery = request.PathAndQuery[(name.Length + 1)..] };
        var (status, mediaType, body) = stores.TryGetValue(name, out var store)
            ? Stored(store, asked)
            : await ForwardAsync(sandboxes[name], asked);
        var spoilt = Spoil(asked, status, mediaType, body);
        if (spoilt is null) await WholeAsync(context, status, mediaType, body);
        else await RawAsync(context, spoilt);
    }

    // The gateway may ask several things at once.
    private byte[]? Spoil(TargetRequest asked, int status, string mediaType, byte[] body)
    {
        lock (gate)
        {
            byte[]? spoilt = null;
            try
            {
                if (spoiling?.OneIn(4) == false) spoilt = new AnswerMutations(spoiling).Next(status, mediaType, body);
            }
            catch (Exception fault)
            {
                said.Add(fault.ToString());
                throw;
            }

            if (spoilt is not null) Spoilt++;
            said.Add($"{asked.Method} {asked.PathAndQuery} {asked.Body}\n  {(spoilt is null ? $"{status} {Fuzz.Shown(body)}" : "spoilt: " + Fuzz.Shown(spoilt))}");
            return spoilt;
        }
    }

    private static (int Status, string MediaType, byte[] Body) Stored(SharedStore store, TargetRequest asked)
    {
        try
        {
            var (status, body) = store.Answer(asked);
            return (status, "application/scim+json", Encoding.UTF8.GetBytes(body));
        }
        catch (Exception fault)
            when (fault is InvalidOperationException or NullReferenceException or System.Text.Json.JsonException)
        {
            return (400, "application/scim+json", []); // a store for tests does not look before it takes
        }
    }

    private async Task<(int Status, string MediaType, byte[] Body)> ForwardAsync(SandboxServer sandbox, TargetRequest asked)
    {
        using var forwarded = new HttpRequestMessage(new HttpMethod(asked.Method), sandbox.BaseAddress + asked.PathAndQuery);
        forwarded.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FuzzRoad.TargetToken);
        if (asked.Body.Length > 0) forwarded.Content = new StringContent(asked.Body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(forwarded);
        return (
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString() ?? "application/json",
            await answer.Content.ReadAsByteArrayAsync()
        );
    }

    private static async Task WholeAsync(HttpContext context, int status, string mediaType, byte[] body)
    {
        context.Response.StatusCode = status;
        if (body.Length == 0) return;
        context.Response.ContentType = mediaType;
        await context.Response.Body.WriteAsync(body);
    }

    // Past Kestrel's own writer, which would put right what is to be wrong.
    private static async Task RawAsync(HttpContext context, byte[] bytes)
    {
        var output = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        await output.WriteAsync(bytes);
        await output.CompleteAsync();
    }
}
