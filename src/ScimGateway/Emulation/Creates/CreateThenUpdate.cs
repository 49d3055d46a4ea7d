using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Emulation.Owed;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Creates;

/// <summary>Create for a target that takes only basic attributes at first (Peakon): creates, then replaces with everything, if
/// there is more. When the second call fails, the mapping has declared what becomes of the first
/// (<c>ifUpdateFails</c>).</summary>
/// <param name="halves">Finds what a create before this one has left half done; <see langword="null"/>: whoever is there is
/// adopted.</param>
/// <param name="owing">Keeps the second call that failed; <see langword="null"/>: another answer is declared.</param>
internal sealed partial class CreateThenUpdate(
    ITarget inner,
    ResourceMapping mapping,
    HalfCreates? halves,
    OwedUpdates? owing,
    ILogger log
) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Create
        || (halves is not null && request.Operation is ScimOperation.Replace or ScimOperation.Patch or ScimOperation.Delete);

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        if (request.Operation == ScimOperation.Create) return await CreateAsync(request, context);
        var answer = await Inner.SendAsync(request, context);
        await halves!.FoundAsync(request.Id!, context.Cancellation);
        return answer;
    }

    private async Task<ScimAnswer> CreateAsync(ScimRequest request, CallContext context)
    {
        bool isWhole = IsWhole(request.Resource!); // first: what cannot be converted is refused before anything is made
        if (halves is not null && await halves.IdOfAsync(request, context) is { } half
            && await FinishAsync(half, request, context) is { } finished) return finished;
        if (isWhole) return await Inner.SendAsync(request, context);
        var answer = halves is null ? await Inner.SendAsync(request, context) : await halves.BeginAsync(request, context);
        return answer.Resource?["id"]?.GetValue<string>() is { } id ? await UpdateAsync(id, answer, request, context) : answer;
    }

    /// <returns><see langword="null"/>: it is not there any more.</returns>
    private async Task<ScimAnswer?> FinishAsync(string id, ScimRequest request, CallContext context)
    {
        try
        {
            var read = await Inner.SendAsync(request.ToRead(id), context);
            return await UpdateAsync(id, read with { Status = 201 }, request with { Current = read }, context);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            await halves!.EndAsync(request, context.Cancellation);
            return null;
        }
    }

    private async Task<ScimAnswer> UpdateAsync(string id, ScimAnswer created, ScimRequest request, CallContext context)
    {
        ScimAnswer answer;
        try
        {
            answer = await Inner.SendAsync(request with { Operation = ScimOperation.Replace, Id = id }, context);
        }
        catch (ScimException fault)
        {
            answer = await AfterAsync(fault, created, request, id, context);
            if (owing is not null) return answer with { Status = 201 }; // its repeat finds the half until it is paid
        }

        if (halves is not null) await halves.EndAsync(request, context.Cancellation);
        return answer with { Status = 201 };
    }

    private async Task<ScimAnswer> AfterAsync(
        ScimException fault,
        ScimAnswer created,
        ScimRequest request,
        string id,
        CallContext context
    )
    {
        string done = $"The {request.Type.Name} was created with the id '{id}', but setting its remaining attributes failed";
        switch (mapping.Can.IfUpdateFails)
        {
            case UpdateFailure.Tell: throw fault.After(done);
            // What the target refuses it would refuse again.
            case UpdateFailure.Owe when Fates.IsFinal(fault): throw fault.After(done);
            case UpdateFailure.Owe: return await owing!.OweAsync(id, created, request, context);
            case UpdateFailure.Delete: return await DeleteAsync(fault, done, request, id, context);
            case UpdateFailure.Accept:
                LogAccepted(log, request.Type.Name, SafeNames.Line(id), fault.Status, context.Exchange.CorrelationId);
                return created;
            default: throw new InvalidOperationException($"{mapping.Can.IfUpdateFails} is no answer to a failed update.");
        }
    }

    // Afterwards nothing is there: the client's repeat is a create like the first.
    private async Task<ScimAnswer> DeleteAsync(
        ScimException fault,
        string done,
        ScimRequest request,
        string id,
        CallContext context
    )
    {
        try
        {
            await Inner.SendAsync(new ScimRequest { Operation = ScimOperation.Delete, Type = request.Type, Id = id }, context);
        }
        catch (ScimException second)
        {
            throw fault.After($"{done}, and so did deleting it again ({second.Message})");
        }

        if (halves is not null) await halves.EndAsync(request, context.Cancellation);
        throw fault.After($"The {request.Type.Name} was created, and deleted again when setting its remaining attributes failed");
    }

    private bool IsWhole(JsonObject resource) =>
        JsonNode.DeepEquals(Sent(resource, ScimOperation.Create), Sent(resource, ScimOperation.Replace));

    private JsonObject Sent(JsonObject resource, ScimOperation operation) =>
        mapping.ToTarget((JsonObject)resource.DeepClone(), operation).Tree;

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The {Type} {Id} was created without its remaining attributes: the update was answered with {Status}. {CorrelationId}"
    )]
    private static partial void LogAccepted(ILogger logger, string type, string id, int status, string correlationId);
}
