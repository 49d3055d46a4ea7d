using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.References;

/// <summary>Attributes that name other resources: what the client calls them becomes what the target knows them by (Peakon: a
/// manager's e-mail), and in answers the id again. Stands on the types that are named, too, so that no change of a name passes
/// unseen.</summary>
internal sealed partial class ResolveReferences(
    ITarget inner,
    ResourceMapping mapping,
    ReferenceDirectory directory,
    ILogger log
) : TargetLayer(inner)
{
    private readonly string type = mapping.Type.Name;
    private readonly bool learns = directory.KnowsNames(mapping.Type.Name);
    private readonly ResourceReference[] converted = [.. mapping.References.Where(reference => !reference.IsById)];

    protected override bool Concerns(ScimRequest request) => learns || converted.Length > 0 || request.Operation switch
    {
        ScimOperation.Create or ScimOperation.Delete => true, // who comes or goes may be named by others
        ScimOperation.Replace or ScimOperation.Patch => mapping.References.Count > 0,
        ScimOperation.List => mapping.References.Count > 0 && request.Query.Filter is not null,
        _ => false,
    };

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var sent = mapping.References.Count == 0
            ? request
            : await new ReferencesOut(mapping.References, new AskedNames(directory, context), Omit).OfAsync(request);
        if (sent.Patch is { Operations.Count: 0 } && request.Patch!.Operations.Count > 0)
            sent = request.ToRead(); // it was all about somebody who is not there
        var answer = await SendAndForgetAsync(sent, context);
        bool showsNew = request.Operation == ScimOperation.Create && directory.Knows(type);
        if (converted.Length == 0 && !learns && !showsNew) return answer;
        IReadOnlyList<JsonObject> answered = answer.List?.Resources ?? (answer.Resource is { } one ? [one] : []);
        await directory.LearnAsync(type, answered, context.Cancellation);
        await InAsync(answered, context);
        return answer;

        void Omit(ResourceReference reference) =>
            LogOmitted(log, reference.Path.ToString(), reference.Type, context.Exchange.CorrelationId);
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
            bool mayRename = learns && sent.Operation is ScimOperation.Replace or ScimOperation.Patch;
            if (sent.Id is { } id && (mayRename || sent.Operation == ScimOperation.Delete))
                await directory.ForgetAsync(type, id);
        }
    }

    // Each name once, and several at a time: a page may name a hundred who are not there. The next request asks again, for they
    // may have come.
    private async Task InAsync(IReadOnlyList<JsonObject> resources, CallContext context)
    {
        var named = resources
            .SelectMany(resource => converted.SelectMany(reference => ReferencePlace.All(resource, reference)
                .Select(place => (Reference: reference, Place: place, Key: (reference.Type, reference.By, place.Value)))))
            .ToList();
        if (named.Count == 0) return;
        var ids = new ConcurrentDictionary<(string Type, AttributePath By, string Name), string?>();
        await ReferenceDirectory.EachAsync(named.DistinctBy(one => one.Key), context, async (one, call) =>
            ids[one.Key] = await IdAsync(one.Reference, one.Key.Value, call));
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
