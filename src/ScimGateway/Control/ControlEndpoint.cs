using System.Text.Json.Nodes;
using ScimGateway.Deliveries;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Control;

/// <summary>What the control socket answers: <c>GET /owed</c>, <c>POST /owed/TARGET/LANE/retry</c> and <c>…/drop</c>.</summary>
internal sealed class ControlEndpoint(OwedActs acts)
{
    /// <summary>What requests name as their host: a browser that was lured here would name another one.</summary>
    public const string Host = "scim-gateway.invalid";

    private const int MostDepth = 8;

    public async Task AnswerAsync(HttpContext context)
    {
        var (status, body) = await AnswerToAsync(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(ScimJson.ToUtf8(body), context.RequestAborted);
    }

    private async Task<(int Status, JsonObject Body)> AnswerToAsync(HttpContext context)
    {
        if (context.Request.Host.Value != Host) return (421, Detail("This socket takes the gateway's own commands."));
        try
        {
            return (200, await ObeyAsync(context));
        }
        catch (ScimException fault)
        {
            return (fault.Status, Detail(fault.Message));
        }
    }

    private async Task<JsonObject> ObeyAsync(HttpContext context)
    {
        var request = context.Request;
        string[] path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, path) switch
        {
            ("GET", ["owed"]) => await acts.ListAsync(
                NullIfEmpty(request.Query["target"]), OwedActs.StateOf(request.Query["state"]), context.RequestAborted),
            ("POST", ["owed", var target, var lane, var act]) =>
                await acts.DoAsync(await OrderAsync(context, target, lane, act), context.RequestAborted),
            _ => throw ScimException.NotFound($"The control socket knows no {request.Method} {request.Path}: is the command of another version than the gateway that runs?"),
        };
    }

    private static async Task<OwedOrder> OrderAsync(HttpContext context, string target, string lane, string act)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var json = ScimJson.Parse(body.ToArray(), MostDepth) as JsonObject;
        string? why = json?["why"].IsString(out string? text) == true ? text : null;
        return OwedOrder.Of($"{target}/{lane}", act, why, SystemUser.Of(context));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static JsonObject Detail(string sentence) => new() { ["detail"] = sentence };
}
