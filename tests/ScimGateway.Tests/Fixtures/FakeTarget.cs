using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ScimGateway.Tests.Fixtures;

/// <summary>A target that answers whatever a test wants, over real sockets, and remembers what it was asked.</summary>
public sealed class FakeTarget : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly ConcurrentQueue<TargetRequest> requests = new();

    private FakeTarget(WebApplication web) => this.web = web;

    /// <summary>Without a trailing slash.</summary>
    public string Url => web.Urls.First() + "/scim/v2";

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<TargetRequest> Requests => [.. requests];

    public static async Task<FakeTarget> StartAsync(Func<HttpContext, TargetRequest, Task> answer, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var target = new FakeTarget(builder.Build());
        target.web.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var request = new TargetRequest(
                context.Request.Method,
                raw["/scim/v2".Length..],
                context.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                ),
                await reader.ReadToEndAsync());
            target.requests.Enqueue(request);
            await answer(context, request);
        });
        await target.web.StartAsync();
        return target;
    }

    /// <summary>One that answers everything alike.</summary>
    public static Task<FakeTarget> AnsweringAsync(int status, string body, string mediaType = "application/scim+json") =>
        StartAsync((context, _) => context.AnswerAsync(status, body, mediaType));

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
    }
}

/// <summary>What a target was asked.</summary>
/// <param name="PathAndQuery">As it stood on the wire, after the base: <c>/Users?filter=userName%20eq%20%22a%22</c>.</param>
public sealed record TargetRequest(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string Body);

public static class TargetAnswers
{
    public static async Task AnswerAsync(
        this HttpContext context,
        int status,
        string body = "",
        string mediaType = "application/scim+json"
    )
    {
        context.Response.StatusCode = status;
        if (body.Length == 0) return;
        context.Response.ContentType = mediaType;
        await context.Response.WriteAsync(body);
    }
}
