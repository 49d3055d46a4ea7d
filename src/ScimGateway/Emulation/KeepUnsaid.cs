using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PUT of a client that leaves out what it does not mean to change (JumpCloud's minimal PUT): reads the resource, and replaces it by
/// what it becomes when the PUT is read as a PATCH.</summary>
internal sealed class KeepUnsaid(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Replace && request.Leniency.HasFlag(Leniency.PartialReplace) ? ReplaceAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> ReplaceAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        // Where the target never tells them, and takes no PUT, they are not sent.
        if (!Membership.AreSaid(request) && (mapping.Can.Put || mapping.Can.MembersReturned)) Membership.RequireWhole(read.Resource!, mapping);
        var rules = new ReadingRules(mapping.Type, request.Leniency, request.Limits);
        var whole = PatchEngine.Apply(read.Resource!, PatchRequest.Parse(AsPatch(request), rules), rules).Resource;
        return await inner.SendAsync(request with { Resource = whole, Previous = read.Resource, PreviousOriginal = read.Original }, connection, cancellation);
    }

    private static JsonObject AsPatch(ScimRequest request)
    {
        var said = (JsonObject)request.Resource!.DeepClone();
        said.Remove("schemas");
        var operations = new JsonArray(new JsonObject { ["op"] = "replace", ["value"] = said });
        foreach (var path in request.Cleared) operations.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = path.ToString() });
        return new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = operations };
    }
}
