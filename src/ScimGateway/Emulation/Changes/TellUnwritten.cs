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

/// <summary>Reports attributes that a client sets and the mapping does not write: a PATCH that would change one is 400
/// <c>mutability</c> for a strict client. Every other request is done without it (RFC 7644 sections 3.3 and 3.5.1), with a
/// warning in log and audit record unless the value is the stored one.</summary>
internal sealed class TellUnwritten(ITarget inner, ResourceMapping mapping, UnwrittenWarnings warnings) : TargetLayer(inner)
{
    private readonly IReadOnlyList<UnwrittenAttribute> onUpdate = mapping.Unwritten(ScimOperation.Replace);
    private readonly IReadOnlyList<UnwrittenAttribute> onCreate = OnCreate(mapping);

    protected override bool Concerns(ScimRequest request) =>
        request.Operation is ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch;

    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context) => request.Operation switch
    {
        ScimOperation.Create => SaveAsync(onCreate, request, context),
        ScimOperation.Replace => SaveAsync(onUpdate, request, context),
        _ => PatchAsync(request, context),
    };

    // An attribute that follows in an update is written with it.
    private static IReadOnlyList<UnwrittenAttribute> OnCreate(ResourceMapping mapping)
    {
        var missing = mapping.Unwritten(ScimOperation.Create);
        if (!mapping.Can.CreateThenUpdate) return missing;
        var later = mapping
            .Unwritten(ScimOperation.Replace)
            .Select(attribute => attribute.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. missing.Where(attribute => later.Contains(attribute.Name))];
    }

    private async Task<ScimAnswer> SaveAsync(
        IReadOnlyList<UnwrittenAttribute> unwritten, ScimRequest request, CallContext context)
    {
        var said = unwritten.Select(attribute => (Attribute: attribute, Value: attribute.ValueIn(request.Resource!)))
            .Where(one => one.Value is not null).ToList();
        var answer = await Inner.SendAsync(request, context);
        if (said.Count == 0) return answer;
        // A partial answer does not show the stored values.
        var seen = said.Where(one => !(one.Attribute.IsShown && request.Query.HasProjection));
        var shown = said.Exists(one => one.Attribute.IsShown) ? answer.Resource : null;
        var lost = seen.Where(one => !JsonNode.DeepEquals(one.Value, shown is null ? null : one.Attribute.ValueIn(shown)));
        Warn(context, lost.Select(one => one.Attribute));
        return answer;
    }

    private async Task<ScimAnswer> PatchAsync(ScimRequest request, CallContext context)
    {
        var patch = new PatchRequest([
            .. request.Patch!.Operations.Where(operation => onUpdate.Any(attribute => MayChange(operation, attribute))),
        ]);
        var touched = onUpdate.Where(attribute => patch.Operations.Any(operation => MayChange(operation, attribute))).ToList();
        if (touched.Count == 0) return await Inner.SendAsync(request, context);
        bool isLenient = request.Leniency.HasFlag(Leniency.IgnoreReadOnly);
        bool needsShown =
            mapping.Can.Read
            && (
                touched.Exists(attribute => attribute.IsShown)
                || patch.Operations.Any(operation => operation.Path?.Where is not null)
            );
        if (!isLenient)
        {
            if (needsShown) request = request with { Current = await request.CurrentAsync(Inner, context) };
            var before = needsShown ? request.Current!.Resource! : [];
            if (
                Changed(touched, before, needsShown ? request.Patch : patch, request)
                    .Find(attribute => !attribute.IsOmitted && !Follows(attribute, before, request)) is
                { } refused
            )
                throw ScimException.Mutability(
                    $"{refused.Name} of a {request.Type.Name} cannot be changed: the target does not take it from clients."
                );
        }

        var answer = await Inner.SendAsync(request, context);
        if (!isLenient) touched = touched.FindAll(attribute => attribute.IsOmitted);
        if (touched.Count == 0) return answer;
        bool tells = answer.HasResource && !request.Query.HasProjection;
        var shown = !needsShown ? [] : tells ? answer.Resource! : (await Inner.SendAsync(request.ToRead(), context)).Resource!;
        Warn(context, Changed(touched, shown, patch, request));
        return answer;
    }

    /// <summary>Those whose value after the PATCH differs from the one shown.</summary>
    private List<UnwrittenAttribute> Changed(
        List<UnwrittenAttribute> touched,
        JsonObject shown,
        PatchRequest patch,
        ScimRequest request
    )
    {
        JsonObject after;
        try
        {
            after = PatchEngine.Apply(shown, patch, new ReadingRules(mapping.Type, request.Leniency, request.Limits)).Resource;
        }
        catch (ScimException fault) when (fault.Status == 400)
        {
            return touched; // it changes a value that does not exist
        }

        return touched.FindAll(attribute => !JsonNode.DeepEquals(attribute.ValueIn(shown), attribute.ValueIn(after)));
    }

    /// <summary>Whether the mapping computes the wanted value from the other attributes that the PATCH changes: Slack's e-mail
    /// from the userName.</summary>
    private bool Follows(UnwrittenAttribute attribute, JsonObject before, ScimRequest request)
    {
        if (!attribute.IsShown) return false;
        try
        {
            var after = PatchEngine
                .Apply(before, request.Patch!, new ReadingRules(mapping.Type, request.Leniency, request.Limits))
                .Resource;
            var made = mapping.ToClient(mapping.ToTarget((JsonObject)after.DeepClone(), ScimOperation.Patch));
            return attribute.ValueIn(after) is { } wanted && JsonNode.DeepEquals(attribute.ValueIn(made), wanted);
        }
        catch (ScimException)
        {
            return false; // the value cannot be computed
        }
    }

    private static bool MayChange(PatchOperation operation, UnwrittenAttribute attribute) => operation.Path is { } path
        ? attribute.MayBeChangedAt(path)
        : operation.Value is JsonObject value && attribute.ValueIn(value) is not null;

    private void Warn(CallContext context, IEnumerable<UnwrittenAttribute> unwritten)
    {
        string[] names = [.. unwritten.Select(attribute => attribute.Name)];
        if (names.Length > 0) warnings.Tell(context.Exchange, names);
    }
}
