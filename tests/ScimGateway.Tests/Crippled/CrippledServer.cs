using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Crippled;

/// <summary>A real server with abilities taken away: a reverse proxy in front of scimmy, which remembers each call.</summary>
internal sealed class CrippledServer : IAsyncDisposable
{
    private readonly HttpClient scimmy;
    private readonly string scimmyAddress;
    private readonly Func<IReadOnlyList<Lack>> lacks;
    private FakeTarget? front;
    private Func<ServerCall, Task<ServerAnswer>> server;
    private int seen;

    private CrippledServer(ScimmyServer behind, Func<IReadOnlyList<Lack>> lacks)
    {
        scimmy = behind.CreateClient();
        scimmyAddress = behind.BaseAddress.ToString();
        this.lacks = lacks;
        server = Chain();
    }

    /// <summary>Without a trailing slash.</summary>
    public string Url => front!.Url;

    /// <summary>Since the last <see cref="Forget"/>, refused ones among them.</summary>
    public IReadOnlyList<TargetRequest> Calls => [.. front!.Requests.Skip(seen)];

    /// <param name="behind">What serves the calls in the end.</param>
    /// <param name="lacks">The outermost first; made anew for each story, because some remember.</param>
    public static async Task<CrippledServer> StartAsync(ScimmyServer behind, Func<IReadOnlyList<Lack>> lacks)
    {
        var crippled = new CrippledServer(behind, lacks);
        crippled.front = await FakeTarget.StartAsync(crippled.AnswerAsync);
        return crippled;
    }

    /// <summary>Calls that were made, and calls that were refused once.</summary>
    public void Forget()
    {
        seen = front!.Requests.Count;
        server = Chain();
    }

    public async ValueTask DisposeAsync()
    {
        await front!.DisposeAsync();
        scimmy.Dispose();
    }

    private Func<ServerCall, Task<ServerAnswer>> Chain() =>
        lacks().Reverse().Aggregate((Func<ServerCall, Task<ServerAnswer>>)AskAsync, (inner, lack) => call => lack(call, inner));

    private async Task<ServerAnswer> AskAsync(ServerCall call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.PathAndQuery.TrimStart('/'));
        if (call.Body.Length > 0) request.Content = new StringContent(call.Body, Encoding.UTF8, "application/scim+json");
        using var response = await scimmy.SendAsync(request);
        string text = (await response.Content.ReadAsStringAsync()).Replace(scimmyAddress, Url, StringComparison.Ordinal);
        return new ServerAnswer((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : null)
        {
            Location = response.Headers.Location?.ToString().Replace(scimmyAddress, Url, StringComparison.Ordinal),
        };
    }

    private async Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        var answer = await server(ServerCall.Of(request));
        if (answer.Delivery == Delivery.Never) await NeverAsync(context.RequestAborted);
        if (answer.Delivery is Delivery.Never or Delivery.Reset)
        {
            context.Abort();
            return;
        }

        var headers = context.Response.Headers;
        headers.Date = "Thu, 01 Jan 2026 00:00:00 GMT"; // a clock for dates in Retry-After
        if (answer.Location is not null) headers.Location = answer.Location;
        if (answer.RetryAfter is not null) headers.RetryAfter = answer.RetryAfter;
        context.Response.StatusCode = answer.Status;
        byte[] body = Encoding.UTF8.GetBytes(answer.Html ?? answer.Json?.ToJsonString() ?? "");
        if (body.Length == 0)
        {
            if (answer.Delivery == Delivery.CutShort) context.Abort();
            return;
        }

        context.Response.ContentType = answer.Html is null ? "application/scim+json" : "text/html";
        await WriteAsync(context, body, answer.Delivery);
    }

    private static async Task WriteAsync(HttpContext context, byte[] body, Delivery delivery)
    {
        var response = context.Response;
        if (delivery == Delivery.CutShort)
        {
            response.ContentLength = body.Length + 1;
            await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
            await response.Body.FlushAsync();
            context.Abort();
            return;
        }

        foreach (byte[] piece in body.Chunk(delivery == Delivery.InPieces ? 100 : Math.Max(body.Length, 1)))
        {
            await response.Body.WriteAsync(piece);
            await response.Body.FlushAsync();
        }
    }

    private static async Task NeverAsync(CancellationToken clientGone)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var watch = clientGone.Register(gone.SetResult);
        await gone.Task;
    }
}
