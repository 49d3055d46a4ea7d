using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PUT for a target without it, whose PATCH merges (Leapsome): reads, and sends the difference to the wanted resource,
/// if there is one. Members that are too many for one merge follow in further merges, which add them.</summary>
internal sealed class ReplaceByMerge(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Replace;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        request = request with { Resource = mapping.WithDefaults(request.Resource!) };
        var read = await request.CurrentAsync(Inner, context);
        ReadOnlyAttributes.Keep(request.Resource!, read.Resource!, mapping.Type);
        bool saysMembers = Membership.AreSaid(request);
        if (saysMembers && mapping.Can.MergesAsScim11)
            Membership.RequireKnown(read.Resource!, mapping); // no merge can mean "remove all"
        var before = saysMembers ? Membership.WithoutCut(read.Resource!, mapping) : read.Resource!;
        if (saysMembers && Membership.MayBeCut(read.Resource!, mapping))
            request.Resource!.TryAdd("members", new JsonArray()); // removes all members
        else if (PatchDiff.Between(before, request.Resource!, mapping.Type).Operations.Count == 0)
            return read;
        var merge = request with { Operation = ScimOperation.Patch, Previous = before, PreviousOriginal = read.Original };
        var later = Later(merge);
        var answer = await Inner.SendAsync(merge, context);
        for (int done = 0; done < later.Count; done++)
        {
            try
            {
                answer = await Inner.SendAsync(later[done], context);
            }
            catch (ScimException fault)
            {
                throw fault.After($"The {request.Type.Name} '{request.Id}' was changed by {done + 1} of {later.Count + 1} parts of the PUT, but the next failed; send it again");
            }
        }

        return !answer.HasResource ? await Inner.SendAsync(request.ToRead(), context) : answer;
    }

    /// <summary>Removes the members above the limit from the merge, which replaces the list: the rest is added.</summary>
    private List<ScimRequest> Later(ScimRequest merge)
    {
        if (
            mapping.Can is not { PatchMembers: { } most, MergeReplaceMembersFlag: not null }
            || merge.Resource!["members"] is not JsonArray members
        )
            return [];
        List<JsonArray> parts = [
            .. members.Chunk(most).Skip(1).Select(part => new JsonArray([.. part.Select(member => member?.DeepClone())])),
        ];
        while (members.Count > most) members.RemoveAt(members.Count - 1);
        var without = (JsonObject)merge.Resource!.DeepClone();
        without.Remove("members");
        return [.. parts.Select(part => merge with
        {
            Previous = without,
            Resource = With(without, part),
            Patch = new PatchRequest([
                new PatchOperation(PatchVerb.Add, new PatchPath(new AttributePath(null, "members")), part),
            ]),
            IfMatch = null, // the first merge has made another version
        })];
    }

    private static JsonObject With(JsonObject resource, JsonArray members)
    {
        var whole = (JsonObject)resource.DeepClone();
        whole["members"] = members.DeepClone();
        return whole;
    }
}
