using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PATCH of a value path that matches nothing, if the client's profile wants the element created (Entra:
/// <c>Replace emails[type eq "work"].value</c> for a user without e-mail) and the target answers <c>noTarget</c>, as RFC 7644
/// section 3.5.2.3 requires. Reads, and sends <c>add emails</c> instead of each operation that matches nothing.</summary>
/// <remarks>The other operations stay as the client wrote them: many servers take a changed <c>name</c> for the whole
/// name.</remarks>
internal sealed class CreateOnNoMatch(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => MayCreate(request);

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        var sent = new List<PatchOperation>();
        var effort = new PatchEffort(request.Limits.PatchSteps);
        var state = request.Patch!.Operations.Aggregate(read.Resource!, (before, operation) =>
            Apply(before, operation, new ReadingRules(mapping.Type, request.Leniency, request.Limits), sent, effort));
        if (JsonNode.DeepEquals(read.Resource, state)) return read;
        return await Inner.SendAsync(request with { Current = read, Patch = new PatchRequest(sent) }, context);
    }

    private static bool MayCreate(ScimRequest request) =>
        request is { Operation: ScimOperation.Patch, Patch: { } patch }
        && request.Leniency.HasFlag(Leniency.CreateOnNoMatch)
        && patch.Operations.Any(operation => operation is { Verb: not PatchVerb.Remove, Path.Where: not null });

    private JsonObject Apply(
        JsonObject before,
        PatchOperation operation,
        ReadingRules rules,
        List<PatchOperation> sent,
        PatchEffort effort
    )
    {
        effort.Spend(6 * PatchEffort.Of(before)); // tried on a copy, applied to another one, and compared each time
        try
        {
            var matched = Apply(before, operation, rules with { Leniency = rules.Leniency & ~Leniency.CreateOnNoMatch });
            sent.Add(operation);
            return matched;
        }
        catch (ScimException fault) when (fault.Type == ScimType.NoTarget)
        {
            // Not a fault here, but the result.
            var created = Apply(before, operation, rules);
            sent.AddRange(PatchDiff.Between(before, created, mapping.Type).Operations);
            return created;
        }
    }

    private static JsonObject Apply(JsonObject before, PatchOperation operation, ReadingRules rules) =>
        PatchEngine.Apply(before, new PatchRequest([operation]), rules).Resource;
}
