using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Configuration;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Targets;

namespace ScimGateway.Commands;

/// <summary>Asks a live server one question at a time, within bounds.</summary>
internal sealed class ProbeClient : IDisposable
{
    private const string Users = "/Users";
    private const int LargestAnswer = 16 * 1024 * 1024;
    private const int MostRepeats = 5;

    /// <summary>Before a repeat, where the server does not say how long.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string address;
    private readonly string users;

    /// <param name="address">The base address, without a slash at its end.</param>
    /// <param name="users">Where its users are: <c>/Users</c>, or what a mapping calls them.</param>
    public ProbeClient(string address, TargetAuth auth, string users)
    {
        this.address = address;
        this.users = users;
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/scim+json"));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.9));
        http.DefaultRequestHeaders.TryAddWithoutValidation(UserAgent.Header, UserAgent.Value);
        TargetCredentials.From(auth).AddTo(http.DefaultRequestHeaders);
    }

    /// <summary>How many requests it has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Asks, and asks again when the server says that it is too much just now: that tells nothing of what it can do.</summary>
    /// <param name="path">After the base address: <c>/Users?count=1</c>.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<ProbeAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        if (path.StartsWith(Users, StringComparison.Ordinal)) path = users + path[Users.Length..];
        var answer = await SendOnceAsync(method, path, body, cancellation);
        for (int repeat = 0; answer.Status == 429 && repeat < MostRepeats; repeat++)
        {
            await Task.Delay(answer.RetryAfter ?? Usual, cancellation);
            answer = await SendOnceAsync(method, path, body, cancellation);
        }

        return answer;
    }

    public Task<ProbeAnswer> GetAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, cancellation);

    public void Dispose() => http.Dispose();

    private async Task<ProbeAnswer> SendOnceAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");
        Sent++;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var bytes = await BoundedBody.ReadAsync(answer.Content, LargestAnswer, cancellation);
        return new ProbeAnswer((int)answer.StatusCode, bytes is { IsEmpty: false } whole ? Parsed(whole) : null, answer.Headers.ETag is not null)
        {
            RetryAfter = answer.Headers.RetryAfter?.Delta is { } wait ? (wait < Longest ? wait : Longest) : null,
        };
    }

    private static JsonNode? Parsed(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ScimJson.Parse(body, 64);
        }
        catch (ScimException)
        {
            return null; // an HTML page: the status says enough
        }
    }
}

/// <summary>What the server answered.</summary>
/// <param name="Body">Its JSON; <see langword="null"/> when it sent none.</param>
internal sealed record ProbeAnswer(int Status, JsonNode? Body, bool HasETag)
{
    /// <summary>How long it wants to be left alone, bounded; <see langword="null"/>: it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsGood => Status is >= 200 and < 300;
}
