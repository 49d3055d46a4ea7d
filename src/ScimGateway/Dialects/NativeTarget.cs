using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;
using ScimGateway.Work;

namespace ScimGateway.Dialects;

/// <summary>The bottom of every stack: translates names and values by the mapping and sends one call.</summary>
internal sealed partial class NativeTarget(ResourceMapping mapping, TargetCalls calls, ILogger log) : ITarget
{
    private readonly CallWriter writer = new(mapping);
    private readonly AnswerReader reader = new(mapping, calls.Faults);

    public async Task<ScimAnswer> SendAsync(ScimRequest request, CallContext context)
    {
        request = writer.InItsOperations(request);
        if (request.Patch is { Operations.Count: 0 } && !mapping.Can.Read) return new ScimAnswer { Status = 204 };
        try
        {
            var reply = await calls.SendAsync(writer.Call(request), context);
            var answer = context.Exchange.Work is { IsHeavy: true } work
                ? await AnswerAsync(work, request, reply)
                : reader.Answer(request, reply);
            return IsOf(request.Id, answer) ? answer : await OfAnotherAsync(request, answer, context);
        }
        catch (ScimException fault)
            when (request is { Operation: ScimOperation.List, Query.Filter: not null } && fault.Status == 404)
        {
            // No match is 200 with an empty list (RFC 7644 section 3.4.2); a 404 would send Entra into quarantine.
            return new ScimAnswer { Status = 200, List = ListResponse.Empty };
        }
    }

    private static bool IsOf(string? id, ScimAnswer answer) => id is null || !answer.HasResource
        || (answer.IsUnread ? answer.UnreadResource!.IsOf(id) : answer.Resource!["id"]!.GetValue<string>() == id);

    // A cache may mix up its answers; or a change has changed the id, and then nothing exists under the old one.
    private async Task<ScimAnswer> OfAnotherAsync(ScimRequest request, ScimAnswer answer, CallContext context)
    {
        if (request.Operation == ScimOperation.Read || !mapping.Can.Read || !await IsGoneAsync(request, context))
            throw new OtherResourceException(
                calls.Faults.Unusable($"was asked for one {mapping.Type.Name}, and answered with the id of another one."),
                answer.Resource!
            );
        var exchange = context.Exchange;
        string changed = answer.Resource!["id"]!.GetValue<string>();
        exchange.Add(new Renamed(changed));
        LogChangedId(
            log,
            exchange.Target,
            mapping.Type.Name,
            SafeNames.Line(request.Id!),
            SafeNames.Line(changed),
            exchange.CorrelationId
        );
        return answer;
    }

    private async Task<bool> IsGoneAsync(ScimRequest request, CallContext context)
    {
        try
        {
            await SendAsync(new ScimRequest { Operation = ScimOperation.Read, Type = request.Type, Id = request.Id }, context);
            return false;
        }
        catch (ScimException fault)
        {
            // Any other fault says nothing about the id, and the answer to the change counts as one about another resource.
            return fault.Status == 404;
        }
    }

    private Task<ScimAnswer> AnswerAsync(WorkHold work, ScimRequest request, TargetReply reply) =>
        work.Lane.RunAsync(() => Task.FromResult(reader.Answer(request, reply)));

    [LoggerMessage(1, LogLevel.Warning, "The target {Target} changed the id of the {Type} {Id} to {NewId}. {CorrelationId}")]
    private static partial void LogChangedId(
        ILogger logger,
        string? target,
        string type,
        string id,
        string newId,
        string correlationId
    );
}
