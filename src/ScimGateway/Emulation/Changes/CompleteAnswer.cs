using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>The whole resource in the answer to a create or replace (RFC 7644 sections 3.3 and 3.5.1) at a target that answers
/// with nothing, or only an id: reads it afterwards, so that the client gets the stored resource, not an echo of its own. A
/// target may show a new resource a little late: the read is retried, and if it stays 404, the answer is the resource that was
/// sent.</summary>
internal sealed class CompleteAnswer(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The retries end after about three seconds in all.</summary>
    private static readonly TimeSpan LastDelay = TimeSpan.FromMilliseconds(1600);

    private readonly string[] required = [
        .. mapping.Type.Schema.Attributes.Where(IsAnswered).Select(attribute => attribute.Name),
    ];

    protected override bool Concerns(ScimRequest request) =>
        request.Operation is ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch;

    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context) =>
        request is { Operation: ScimOperation.Patch, Query.HasProjection: false }
            ? PatchAsync(request, context)
            : WholeAsync(request, context);

    // A PATCH may be answered with 204, unless the client names attributes (RFC 7644 section 3.5.2): better than a part of the
    // resource.
    private async Task<ScimAnswer> PatchAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request, context);
        return !answer.HasResource || IsWhole(answer) ? answer : new ScimAnswer
        {
            Status = 204,
            Version = answer.Version,
            IsVersionOfTarget = answer.IsVersionOfTarget,
        };
    }

    private async Task<ScimAnswer> WholeAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request, context);
        if (IsWhole(answer)) return answer;
        if (!mapping.Can.Read || (answer.Resource?["id"]?.GetValue<string>() ?? request.Id) is not { } id) return answer;
        if (await ReadAsync(request, id, context) is not { } read)
            return answer with { Resource = AsSent(request.Resource!, id) };
        return read with { Status = answer.Status == 204 ? 200 : answer.Status };
    }

    // The change is done: a fault must say so, or the client would think that nothing happened.
    private async Task<ScimAnswer?> ReadAsync(ScimRequest request, string id, CallContext context)
    {
        for (var delay = FirstDelay; ; delay *= 2)
        {
            try
            {
                return await Inner.SendAsync(request.ToRead(id), context);
            }
            catch (ScimException fault) when (fault.Status == 404 && request.Operation == ScimOperation.Create)
            {
                if (delay > LastDelay || !await context.Connection.WaitAsync(delay, context.Cancellation)) return null;
            }
            catch (ScimException fault)
            {
                string done = request.Operation == ScimOperation.Create ? "created with the id" : "changed under the id";
                throw fault.After($"The {request.Type.Name} was {done} '{id}', but reading it afterwards failed");
            }
        }
    }

    private JsonObject AsSent(JsonObject sent, string id)
    {
        var known = (JsonObject)sent.DeepClone();
        foreach (var secret in mapping.Type.Schema.Attributes.Where(attribute => attribute.Returned == Returned.Never))
            if (known.SpellingOf(secret.Name) is { } name) known.Remove(name);
        known["id"] = id;
        return known;
    }

    // A resource without an attribute that its schema requires (userName, displayName) is incomplete.
    private bool IsWhole(ScimAnswer answer)
    {
        if (answer is { IsUnread: true, UnreadResource: { } unread } && Array.TrueForAll(required, unread.Has)) return true;
        return answer.Resource is { } resource && Array.TrueForAll(required, name => resource.SpellingOf(name) is not null);
    }

    private static bool IsAnswered(AttributeDefinition attribute) =>
        attribute is { Required: true, Returned: Returned.Always or Returned.Default };
}
