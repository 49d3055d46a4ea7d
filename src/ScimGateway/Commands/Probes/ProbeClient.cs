using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Commands.Probes;

/// <summary>Sends requests to a live server, one at a time, within limits.</summary>
internal sealed class ProbeClient : IDisposable
{
    private const int LargestAnswer = 16 * 1024 * 1024;
    private const int MostRepeats = 5;

    /// <summary>The delay before a retry, if the server does not say how long.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    /// <summary>The limit for one answer, and for the delay before a retry.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Longest };
    private readonly string address;
    private readonly string mediaType;
    private readonly TargetSecrets secrets;

    /// <param name="place">The server's address, protocol settings and credentials.</param>
    public ProbeClient(ProbePlace place)
    {
        address = place.Address;
        mediaType = place.Mapping.MediaType;
        secrets = TargetSecrets.Of(place.Auth);
        var headers = http.DefaultRequestHeaders;
        headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/scim+json"));
        headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.9));
        foreach (var (name, value) in place.Mapping.Headers.Concat(UserAgent.Unless(place.Mapping.Headers)))
            headers.TryAddWithoutValidation(name, value);
        TargetCredentials.From(place.Auth).AddTo(headers);
    }

    /// <summary>The number of requests sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends a request, and retries it when a rate limit refuses it, which says nothing about the server's
    /// abilities.</summary>
    /// <param name="path">After the base address: <c>/Users?count=1</c>.</param>
    /// <param name="ifMatch">An <c>If-Match</c>, if it has one.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<ProbeAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation,
        string? ifMatch = null)
    {
        var answer = await SendOnceAsync(method, path, body, ifMatch, cancellation);
        for (int repeat = 0; answer.Status == 429 && repeat < MostRepeats; repeat++)
        {
            await Task.Delay(answer.RetryAfter ?? Usual, cancellation);
            answer = await SendOnceAsync(method, path, body, ifMatch, cancellation);
        }

        return answer;
    }

    public Task<ProbeAnswer> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, cancellation);

    public void Dispose() => http.Dispose();

    private async Task<ProbeAnswer> SendOnceAsync(HttpMethod method, string path, JsonObject? body, string? ifMatch,
        CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, mediaType);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        Sent++;
        using var deadline = Deadline.After(Longest, cancellation); // the client's own ends with the headers
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        var whole = await BoundedBody.ReadAsync(answer.Content, LargestAnswer, room: null, deadline.Token);
        var bytes = secrets.Hide(whole ?? ReadOnlyMemory<byte>.Empty);
        return new ProbeAnswer
        {
            Status = (int)answer.StatusCode,
            Body = bytes.IsEmpty ? null : Parsed(bytes),
            HasETag = answer.Headers.ETag is not null,
            RetryAfter = answer.Headers.RetryAfter?.Delta is { } wait ? (wait < Longest ? wait : Longest) : null,
            Location = answer.Headers.Location?.OriginalString,
            Text = answer.IsSuccessStatusCode ? "" : Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, 2000)]),
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
            return null; // an HTML page: the status and the text say enough
        }
    }
}
