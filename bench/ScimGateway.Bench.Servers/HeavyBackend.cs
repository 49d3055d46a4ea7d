using System.Globalization;
using System.Text;

namespace ScimGateway.Bench.Servers;

/// <summary>A target whose answers are heavy, made before the first request: for <c>bench/attack.sh</c>.</summary>
internal static class HeavyBackend
{
    private const int Users = 10_000;

    public static WebApplication Create(int port)
    {
        string[] users = [.. Enumerable.Range(1, Users).Select(User)];
        byte[] large = Encoding.UTF8.GetBytes(Page(1, 30_000, [.. Enumerable.Range(1, 30_000).Select(User)]));
        byte[] groups = Groups(120, 10_000);
        var app = Backend.Quiet(WebApplication.CreateSlimBuilder(), port).Build();
        app.MapGet("/quiet/Users/{id}", (string id) => Json(Encoding.UTF8.GetBytes(User(1))));
        app.MapPost("/quiet/Users", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = 201;
            await Json(Encoding.UTF8.GetBytes(User(1))).ExecuteAsync(context);
        });
        app.MapGet("/large/Users", () => Json(large));
        app.MapGet("/members/Groups", () => Json(groups));
        app.MapGet("/sorted/Users", (int? startIndex, int? count) =>
        {
            int first = startIndex ?? 1;
            return Json(Encoding.UTF8.GetBytes(Page(
                first,
                Users,
                users.AsSpan(first - 1, Math.Clamp(Math.Min(count ?? 100, 500), 0, Users + 1 - first)).ToArray()
            )));
        });
        app.MapGet("/coded/Users/{id}", async context =>
        {
            context.Response.Headers.ContentEncoding = string.Join(',', Enumerable.Repeat("gzip", 6_000));
            await context.Response.Body.WriteAsync(new byte[20]);
        });
        app.MapGet("/healthz", () => "ok");
        return app;
    }

    private static IResult Json(byte[] body) => Results.Bytes(body, "application/scim+json");

    private static string User(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{{number}}","userName":"user{{number}}@example.org","title":"t{{(number * 7919) % Users:00000}}","name":{"givenName":"Ana{{number}}","familyName":"Berg{{number}}"},"emails":[{"value":"user{{number}}@example.org","type":"work","primary":true}],"active":true,"nickName":"{{new string('x', 1500)}}"}
        """);

    private static string Page(int first, int total, string[] users) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{{total}},"startIndex":{{first}},"itemsPerPage":{{users.Length}},"Resources":[{{string.Join(',', users)}}]}""";

    private static byte[] Groups(int groups, int members)
    {
        string list = string.Join(',', Enumerable.Range(1, members).Select(number => $$"""{"value":"u{{number}}"}"""));
        return Encoding.UTF8.GetBytes(Page(1, groups, [.. Enumerable
            .Range(1, groups)
            .Select(number => $$"""{"id":"g{{number}}","displayName":"G{{number}}","members":[{{list}}]}""")]));
    }
}
