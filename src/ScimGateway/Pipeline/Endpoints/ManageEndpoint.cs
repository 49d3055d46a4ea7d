using Microsoft.AspNetCore.Connections;
using ScimGateway.Clients;
using ScimGateway.Runtime;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary>The operator's own listener (<c>manage</c>): it requires the token of <c>manage</c>, and clients cannot reach
/// it.</summary>
internal static class ManageEndpoint
{
    /// <summary>Marks the connections of the listener, so that its port need not be known.</summary>
    public static void Mark(IConnectionBuilder listener) => listener.Use(next => connection =>
    {
        connection.Features.Set(new Marked());
        return next(connection);
    });

    public static bool IsAsked(HttpContext context) => context.Features.Get<Marked>() is not null;

    public static Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/healthz") return Health.AliveAsync(context);
        if (!IsOperator(context))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"manage\"";
            return Task.CompletedTask;
        }

        if (context.Request.Path == "/readyz") return Health.DetailsAsync(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool IsOperator(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<CurrentGateway>().Value is not { } gateway) return false;
        if (gateway.Config.Manage?.Token is not { IsAbsent: false } token || gateway.Withdrawn.Has(token)) return false;
        Span<byte> hash = stackalloc byte[32];
        return ClientCatalog.TryHash(context.Request.Headers.Authorization.ToString(), hash) && token.Matches(hash);
    }

    private sealed class Marked;
}
