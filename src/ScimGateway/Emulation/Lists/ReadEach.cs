using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>Lists of whole resources, at a target whose lists leave out attributes that its reads show: a call for each. The
/// caller limits the page.</summary>
internal sealed class ReadEach(ITarget inner) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.List;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request, context);
        var list = answer.List!;
        var whole = new List<JsonObject>(list.Resources.Count);
        foreach (var resource in list.Resources) whole.Add(await ReadAsync(resource, request, context));
        return answer with { List = list with { Resources = whole }, UnreadList = null };
    }

    private async Task<JsonObject> ReadAsync(JsonObject listed, ScimRequest request, CallContext context)
    {
        try
        {
            return (await Inner.SendAsync(request.ToRead(listed["id"]!.GetValue<string>()), context)).Resource!;
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return listed; // it was deleted meanwhile
        }
    }
}
