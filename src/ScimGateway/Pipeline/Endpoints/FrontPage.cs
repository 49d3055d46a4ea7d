using System.Text.Json.Nodes;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary><c>GET /</c>: says that this is a SCIM gateway to a person who opens the address in a browser. It is public, so it
/// contains nothing of the config.</summary>
internal static class FrontPage
{
    public static bool IsAsked(HttpContext context) =>
        context.Request.Path == "/" && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    public static Task AnswerAsync(HttpContext context) => Health.WriteAsync(context, 200, new JsonObject
    {
        ["name"] = "ScimGateway",
        ["what"] = "A reverse proxy for SCIM 2.0 (RFC 7643, RFC 7644): one URL in front of many SCIM servers.",
        ["scim"] = "/scim/v2 with the bearer token of a client",
        ["health"] = "/readyz",
        ["docs"] = "docs/README.md in its source repository; the command scim-gateway help",
    });
}
