using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ScimGateway.Pipeline;

/// <summary>A server on loopback that stores any resource, for <see cref="WarmRoad"/>: a resource that is created in the target's
/// own words is read and listed in them.</summary>
internal sealed class WarmTarget : IAsyncDisposable
{
    private const string User = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"warm",
        "userName":"warm@gateway.invalid","name":{"givenName":"War","familyName":"Mer","formatted":"War Mer"},"displayName":"War Mer","active":true,
        "title":"Engineer","emails":[{"value":"warm@gateway.invalid","type":"work","primary":true}],"phoneNumbers":[{"value":"+41 44 000 00 00","type":"work"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"1","department":"Warmth"}}
        """;

    private const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}""";
    private const string PathLess = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":true,"title":"Chief"}}]}""";

    /// <summary>The requests of a provider's first minutes.</summary>
    public static readonly (string Method, string Path, string? Body)[] Requests =
    [
        ("GET", "ServiceProviderConfig", null),
        ("GET", "ResourceTypes", null),
        ("GET", "Schemas", null),
        ("POST", "Users", User),
        ("GET", "Users?filter=userName%20eq%20%22warm@gateway.invalid%22", null),
        ("GET", "Users/warm", null),
        ("GET", "Users?startIndex=1&count=2", null),
        ("PATCH", "Users/warm", Patch),
        ("PATCH", "Users/warm", PathLess),
        ("PUT", "Users/warm", User),
        ("GET", "Groups?filter=displayName%20eq%20%22warm%22", null),
        ("DELETE", "Users/warm", null),
    ];

    private readonly WebApplication server;
    private JsonObject stored = new() { ["id"] = "warm" };

    private WarmTarget()
    {
        server = Loopback(_ => { });
        server.Run(AnswerAsync);
    }

    public string Url => server.Urls.Single();

    public static async Task<WarmTarget> StartAsync(CancellationToken cancellation)
    {
        var target = new WarmTarget();
        await target.server.StartAsync(cancellation);
        return target;
    }

    /// <summary>A server on a free port of loopback that reads no settings, logs nothing, and handles no signals.</summary>
    public static WebApplication Loopback(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton<IHostLifetime, OwnerLifetime>();
        configure(builder.Services);
        return builder.Build();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string method = context.Request.Method;
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        if (method is "POST" or "PUT" && JsonNode.Parse(body) is JsonObject written)
        {
            written["id"] = "warm";
            stored = written;
        }

        bool isOne = method != "GET" || context.Request.Path.Value!.EndsWith("/warm", StringComparison.Ordinal);
        context.Response.StatusCode = method switch { "POST" => 201, "DELETE" => 204, _ => 200 };
        if (method == "DELETE") return;
        context.Response.ContentType = "application/scim+json";
        string one = stored.ToJsonString();
        await context.Response.WriteAsync(isOne ? one : $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{{one}}]}""", context.RequestAborted);
    }

    private sealed class OwnerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
