namespace ScimGateway.Bench.Servers;

/// <summary>A target that costs next to nothing: every answer is made before the first request.</summary>
internal static class Backend
{
    private const string MediaType = "application/scim+json";

    public static WebApplication Create(int port, int users)
    {
        var one = SampleUsers.One(1);
        var list = SampleUsers.List(users);
        var app = Quiet(WebApplication.CreateSlimBuilder(), port).Build();
        app.MapGet("/scim/v2/Users/{id}", context => WriteAsync(context, one));
        app.MapGet("/scim/v2/Users", context => WriteAsync(context, list));
        app.MapPut("/scim/v2/Users/{id}", EchoAsync);
        app.MapGet("/healthz", () => "ok");
        return app;
    }

    /// <summary>Nothing but the port: logs, even unread ones, would be measured too.</summary>
    public static WebApplicationBuilder Quiet(WebApplicationBuilder builder, int port)
    {
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        return builder;
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Task EchoAsync(HttpContext context)
    {
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = context.Request.ContentLength;
        return context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
