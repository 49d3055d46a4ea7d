using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.References;

/// <summary>Attributes that name another resource: the client's id becomes what the target knows it by (Peakon: a manager's
/// e-mail), and back. Stands on the types that are named, too, so that no change of a name passes unseen.</summary>
internal sealed partial class ResolveReferences(
    ITarget inner,
    ResourceMapping mapping,
    ReferenceDirectory directory,
    ILogger log
) : TargetLayer(inner)
{
    /// <summary>Names that one request asks for at a time; the target's own limits count as well.</summary>
    private const int Together = 8;

    private readonly string type = mapping.Type.Name;

    protected override bool Concerns(ScimRequest request) => true;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var omitted = new List<ResourceReference>();
        var sent = request with
        {
            Resource = await OutAsync(request.Resource, omitted, context),
            Previous = await BeforeAsync(request.Previous, omitted, context),
            Patch = await OutAsync(request.Patch, context),
        };
        if (sent.Patch is { Operations.Count: 0 } && request.Patch!.Operations.Count > 0)
            sent = request.ToRead(); // it was all about somebody who is not there
        var answer = await SendAndForgetAsync(sent, context);
        if (mapping.References.Count == 0 && !directory.Knows(type)) return answer;
        IReadOnlyList<JsonObject> answered = answer.List?.Resources ?? (answer.Resource is { } one ? [one] : []);
        await directory.LearnAsync(type, answered, context.Cancellation);
        await InAsync(answered, context);
        return answer;
    }

    // Before the answer is learned from, and also when there is none: a change that failed may have been made.
    private async Task<ScimAnswer> SendAndForgetAsync(ScimRequest sent, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(sent, context);
        }
        finally
        {
            if (sent is { Operation: ScimOperation.Replace or ScimOperation.Patch or ScimOperation.Delete, Id: { } id })
                await directory.ForgetAsync(type, id);
        }
    }

    private async Task<JsonObject?> OutAsync(
        JsonObject? resource, List<ResourceReference> omitted, CallContext context)
    {
        if (resource is null || mapping.References.Count == 0) return resource;
        var copy = (JsonObject)resource.DeepClone();
        foreach (var reference in mapping.References)
        {
            if (ReferencePlace.Find(copy, reference.Path) is not { } place) continue;
            if (await directory.NameAsync(reference, place.Value, context) is { } name)
            {
                place.Value = name;
                continue;
            }

            LeaveOut(reference, place, context);
            omitted.Add(reference);
        }

        return copy;
    }

    // Somebody who is left out of the change is not compared, so that whom the target names there stays.
    private async Task<JsonObject?> BeforeAsync(
        JsonObject? previous, List<ResourceReference> omitted, CallContext context)
    {
        if (previous is null || mapping.References.Count == 0) return previous;
        var copy = (JsonObject)previous.DeepClone();
        foreach (var reference in mapping.References)
        {
            if (ReferencePlace.Find(copy, reference.Path) is not { } place) continue;
            if (!omitted.Contains(reference) && await directory.NameAsync(reference, place.Value, context) is { } name)
                place.Value = name;
            else
                place.Remove();
        }

        return copy;
    }

    private void LeaveOut(ResourceReference reference, ReferencePlace place, CallContext context)
    {
        if (!reference.OmitsMissing)
            throw ScimException.InvalidValue(
                $"{reference.Path} names the {reference.Type} '{place.Value}', which the target does not have (yet)."
            );
        LogOmitted(log, reference.Path.ToString(), reference.Type, context.Exchange.CorrelationId);
        place.Remove();
    }

    private async Task<PatchRequest?> OutAsync(PatchRequest? patch, CallContext context)
    {
        if (patch is null || mapping.References.Count == 0) return patch;
        var sent = new List<PatchOperation>(patch.Operations.Count);
        foreach (var operation in patch.Operations)
        {
            var before = ReferencePlace.Hold(operation);
            var after = await OutAsync(before, [], context);
            if (after is null) sent.Add(operation);
            else if (after.Count > 0 || before!.Count == 0)
                sent.Add(operation with { Value = ReferencePlace.Held(after, operation) });
        }

        return new PatchRequest(sent);
    }

    // Each name once, and several at a time: a page may name a hundred who are not there. The next request asks again, for they
    // may have come.
    private async Task InAsync(IReadOnlyList<JsonObject> resources, CallContext context)
    {
        var named = new List<(ResourceReference Reference, ReferencePlace Place, (string Type, string By, string Name) Key)>();
        foreach (var resource in resources)
            foreach (var reference in mapping.References)
                if (ReferencePlace.Find(resource, reference.Path) is { } place)
                    named.Add((reference, place, (reference.Type, reference.By.ToString(), place.Value.ToLowerInvariant())));
        if (named.Count == 0) return;
        var ids = new ConcurrentDictionary<(string Type, string By, string Name), string?>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = context.Cancellation };
        await Parallel.ForEachAsync(
            named.DistinctBy(one => one.Key), options, async (one, token) =>
                ids[one.Key] = await IdAsync(one.Reference, one.Place.Value, context with { Cancellation = token }));
        foreach (var (_, place, key) in named)
            if (ids[key] is { } id) place.Value = id;
            else place.Remove();
    }

    private async Task<string?> IdAsync(ResourceReference reference, string name, CallContext context)
    {
        try
        {
            return await directory.IdAsync(reference, name, context);
        }
        catch (ScimException fault) when (fault.Type == ScimType.TooMany)
        {
            // Nobody would ever see this resource: to say who is meant takes reading more than may be read.
            LogUnresolved(
                log,
                reference.Path.ToString(),
                context.Exchange.Target,
                reference.Type,
                context.Exchange.CorrelationId
            );
            return null;
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "{Attribute} of {Target} names a {Type} whom only a look through all of them would find, and they are too many (limits.scanResources); left out of the answer, {CorrelationId}")]
    private static partial void LogUnresolved(
        ILogger logger,
        string attribute,
        string? target,
        string type,
        string correlationId
    );

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "{Attribute} names a {Type} that the target does not have; left out of the change, {CorrelationId}"
    )]
    private static partial void LogOmitted(ILogger logger, string attribute, string type, string correlationId);
}
