using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Lists of whole resources, at a target whose lists leave out what its reads show: a call for each. Whoever asks bounds the
/// page.</summary>
internal sealed class ReadEach(ITarget inner) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var answer = await inner.SendAsync(request, connection, cancellation);
        var list = answer.List!;
        var whole = new List<JsonObject>(list.Resources.Count);
        foreach (var resource in list.Resources) whole.Add(await ReadAsync(resource, request, connection, cancellation));
        return answer with { List = list with { Resources = whole }, UnreadList = null };
    }

    private async Task<JsonObject> ReadAsync(JsonObject listed, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return (await inner.SendAsync(request.ToRead(listed["id"]!.GetValue<string>()), connection, cancellation)).Resource!;
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return listed; // it went meanwhile
        }
    }
}
