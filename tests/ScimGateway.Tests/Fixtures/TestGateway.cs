using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Runtime;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace ScimGateway.Tests.Fixtures;

/// <summary>The real gateway on a free loopback port, from a gateway.yaml of its own in a folder of its own.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    public const string Token = "test-token-of-the-client";

    /// <summary>Limits of the target under which no call is sent again, or suffers for another.</summary>
    public const string EachCallAlone = "    limits: { retries: 0, retryAfter: 0s, breakerCalls: 100000 }";

    /// <summary>Limits of a target that refuses every other call: a breaker would be right to open.</summary>
    public const string SentAgainAtOnce = "    limits: { retryDelay: 1ms, breakerCalls: 100000 }";

    private readonly GatewayHost host;
    private readonly LogLines log;

    private TestGateway(GatewayHost host, LogLines log, string folder)
    {
        this.host = host;
        this.log = log;
        Folder = folder;
        Client = NewClient(Token);
    }

    /// <summary>Sends with the token of the client <c>test</c>; addresses are relative to <c>…/scim/v2/</c>.</summary>
    public HttpClient Client { get; }

    /// <summary>Where gateway.yaml, mappings and the audit file are.</summary>
    public string Folder { get; }

    /// <summary>Where it listens, without a trailing slash.</summary>
    public string Address => host.Address.TrimEnd('/');

    /// <summary>The rendered lines so far.</summary>
    public IReadOnlyList<string> LogLines => [.. log.Lines];

    internal GatewayHost Host => host;

    /// <summary>All lines about the exchange that an answer belongs to; its last one is written after the answer is
    /// sent.</summary>
    public Task<IReadOnlyList<string>> LogOfAsync(Answer answer) => log.OfExchangeAsync(answer.CorrelationId);
    /// <summary>Waits for a log line that has these words, among those after the first <paramref name="after"/>.</summary>
    public Task<string> LogLineAsync(string words, int after = 0) => log.LineAsync(words, after);

    /// <summary>Replaces a file beside gateway.yaml, as an editor does.</summary>
    public async Task EditAsync(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path + "~", name == "gateway.yaml" ? WithState(text) : text);
        File.Move(path + "~", path, overwrite: true);
    }

    /// <summary>What <c>/readyz</c> answers when the road is warm, with the details that the management listener adds.</summary>
    public async Task<Answer> ReadyAsync()
    {
        var answer = await GetAsync("/readyz");
        while (answer.Status == 503) answer = await GetAsync("/readyz");
        return answer with { Json = (JsonObject)JsonNode.Parse((await host.DetailsAsync()).ToJsonString())! };
    }

    /// <summary>The key of every test's state, in <c>state.key</c> beside its gateway.yaml.</summary>
    public const string StateKeyText = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /// <summary>The line of gateway.yaml for a store with that key.</summary>
    public static string State(string store) => $"state: {{ store: '{store}', key: file:state.key }}";

    // At its end, so that no line has another number.
    private static string WithState(string yaml) =>
        yaml.Contains("state:", StringComparison.Ordinal) ? yaml : $"{yaml.TrimEnd()}\n{State("sqlite:data/gateway.db")}\n";

    /// <summary>A gateway with one client <c>test</c> (single target) and one target <c>app</c>.</summary>
    /// <param name="url">The target's base address.</param>
    /// <param name="mapping">The text of its mapping.js; <see langword="null"/>: plain.</param>
    /// <param name="profile">The client's profile.</param>
    /// <param name="more">More lines for the target, indented by four.</param>
    /// <param name="top">More lines for the top of the file.</param>
    /// <param name="targetToken">What the target wants as its bearer token.</param>
    public static Task<TestGateway> StartAsync(
        string url,
        string? mapping = null,
        string profile = "strict",
        string more = "",
        string top = "",
        string targetToken = "secret-of-the-target",
        TimeProvider? clock = null,
        LogLevel level = LogLevel.Information
    )
    {
        string yaml = $"""
            listen: http://127.0.0.1:0
            publicUrl: https://gw.example
            {top}
            clients:
              - name: test
                profile: {profile}
                token: file:token
                target: app
            targets:
              - name: app
                url: {url}
                auth: {"{"} bearer: file:target-token {"}"}
                {(mapping is null ? "" : "mapping: mapping")}
            {more}
            """;
        var files = new Dictionary<string, string> { ["token"] = Token, ["target-token"] = targetToken };
        if (mapping is not null) files["mapping/mapping.js"] = mapping;
        return FromYamlAsync(yaml, files, clock, level);
    }

    /// <summary>A gateway from any config; <paramref name="files"/> stand beside it.</summary>
    public static async Task<TestGateway> FromYamlAsync(
        string yaml,
        IReadOnlyDictionary<string, string>? files = null,
        TimeProvider? clock = null,
        LogLevel level = LogLevel.Information
    )
    {
        string folder = Directory.CreateTempSubdirectory("scim-gateway-").FullName;
        foreach (var (name, text) in files ?? new Dictionary<string, string>())
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "state.key"), StateKeyText);
        await File.WriteAllTextAsync(Path.Combine(folder, "gateway.yaml"), WithState(yaml));
        var lines = new LogLines();
        var logger = GatewayLog.Configured(new LogConfig { Level = level }).WriteTo.Sink(lines).CreateLogger();
        return new TestGateway(
            await GatewayHost.StartAsync(ConfigSource.File(Path.Combine(folder, "gateway.yaml")), logger, clock: clock),
            lines,
            folder
        );
    }

    /// <summary>A client with another token, or with none.</summary>
    public HttpClient NewClient(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri(Address + "/scim/v2/"),
        };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends with a JSON body and reads the JSON answer.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string mediaType = "application/scim+json"
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        using var response = await Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Stops the gateway and reads every audit record it wrote.</summary>
    public async Task<IReadOnlyList<JsonObject>> StopAndReadAuditAsync()
    {
        await host.DisposeAsync();
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "data", "audit.jsonl"));
        return [.. lines.Select(line => (JsonObject)JsonNode.Parse(line)!)];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>What the gateway answered.</summary>
public sealed record Answer(int Status, JsonObject? Json, string Text, HttpResponseMessage Response)
{
    public string? MediaType => Response.Content.Headers.ContentType?.MediaType;

    /// <summary>The sentence of an error, without the correlation id at its end.</summary>
    public string? Detail => WholeDetail is { } whole ? WithoutId(whole) : null;

    /// <summary>The body, in which two answers to the same request do not differ.</summary>
    public string TextBesidesId => WithoutId(Text);

    public string? WholeDetail => Json?["detail"]?.GetValue<string>();

    public string CorrelationId => Response.Headers.GetValues("X-Correlation-Id").Single();

    // Servers that are no gateway have no such header.
    private string WithoutId(string text) => Response.Headers.TryGetValues("X-Correlation-Id", out var ids)
        ? text.Replace($" (correlation id {ids.Single()})", "", StringComparison.Ordinal)
        : text;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        return new Answer(
            (int)response.StatusCode,
            text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : null,
            text,
            response
        );
    }

    /// <summary>Holds the answer to RFC 7644 section 3.12: the schema, a string status equal to the HTTP status, a
    /// sentence.</summary>
    public Answer IsScimError(int status, string? scimType = null)
    {
        Assert.Equal(status, Status);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", Json?["schemas"]?[0]?.GetValue<string>());
        Assert.Equal(status.ToString(System.Globalization.CultureInfo.InvariantCulture), Json!["status"]!.GetValue<string>());
        Assert.Equal(scimType, Json["scimType"]?.GetValue<string>());
        Assert.False(string.IsNullOrWhiteSpace(Detail));
        return this;
    }
}

internal sealed class LogLines : ILogEventSink
{
    private static readonly SafeLines AsPeopleSeeIt = new(new MessageTemplateTextFormatter("{Level} {Message:lj} {Exception}"));

    private TaskCompletionSource next = NewNext();

    public ConcurrentQueue<string> Lines { get; } = new();

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter();
        AsPeopleSeeIt.Format(logEvent, line);
        Lines.Enqueue(line.ToString().TrimEnd());
        Interlocked.Exchange(ref next, NewNext()).TrySetResult();
    }

    public async Task<string> LineAsync(string words, int after)
    {
        while (true)
        {
            var more = Volatile.Read(ref next).Task;
            if (Lines.Skip(after).FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } found)
                return found;
            await more.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public async Task<IReadOnlyList<string>> OfExchangeAsync(string correlationId)
    {
        while (true)
        {
            var more = Volatile.Read(ref next).Task;
            List<string> lines = [.. Lines.Where(line => line.Contains(correlationId, StringComparison.Ordinal))];
            if (lines.Exists(line => line.Contains(" ms, ", StringComparison.Ordinal))) return lines;
            await more.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private static TaskCompletionSource NewNext() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
