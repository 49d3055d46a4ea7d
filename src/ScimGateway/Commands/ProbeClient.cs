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
    private const int LargestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string address;

    /// <param name="address">The base address, without a slash at its end.</param>
    public ProbeClient(string address, TargetAuth auth)
    {
        this.address = address;
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/scim+json"));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.9));
        TargetCredentials.From(auth).AddTo(http.DefaultRequestHeaders);
    }

    /// <summary>How many requests it has sent.</summary>
    public int Sent { get; private set; }

    /// <param name="path">After the base address: <c>/Users?count=1</c>.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<ProbeAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");
        Sent++;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var bytes = await BoundedBody.ReadAsync(answer.Content, LargestAnswer, cancellation);
        return new ProbeAnswer((int)answer.StatusCode, bytes is { IsEmpty: false } whole ? Parsed(whole) : null, answer.Headers.ETag is not null);
    }

    public Task<ProbeAnswer> GetAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, cancellation);

    public void Dispose() => http.Dispose();

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
    public bool IsGood => Status is >= 200 and < 300;
}
