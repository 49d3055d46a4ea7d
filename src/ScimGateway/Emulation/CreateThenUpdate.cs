using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Create for a target that takes only basic attributes at first (Peakon): creates, then replaces with everything, if
/// there is more. When the second call fails, the mapping has declared what becomes of the first (<c>ifUpdateFails</c>).</summary>
/// <param name="halves">Finds what a create before this one has left half done; <see langword="null"/>: whoever is there is adopted.</param>
internal sealed partial class CreateThenUpdate(ITarget inner, ResourceMapping mapping, HalfCreates? halves, ILogger log) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request.Operation == ScimOperation.Create) return await CreateAsync(request, connection, cancellation);
        var answer = await inner.SendAsync(request, connection, cancellation);
        if (halves is not null && request.Operation is ScimOperation.Replace or ScimOperation.Patch or ScimOperation.Delete)
            await halves!.FoundAsync(request.Id!, cancellation);
        return answer;
    }

    private async Task<ScimAnswer> CreateAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        bool isWhole = IsWhole(request.Resource!); // first: what cannot be converted is refused before anything is made
        if (halves is not null && await halves.IdOfAsync(request, connection, cancellation) is { } half
            && await FinishAsync(half, request, connection, cancellation) is { } finished) return finished;
        if (isWhole) return await inner.SendAsync(request, connection, cancellation);
        var answer = halves is null ? await inner.SendAsync(request, connection, cancellation) : await halves.BeginAsync(request, connection, cancellation);
        return answer.Resource?["id"]?.GetValue<string>() is { } id ? await UpdateAsync(id, answer, request, connection, cancellation) : answer;
    }

    /// <returns><see langword="null"/>: it is not there any more.</returns>
    private async Task<ScimAnswer?> FinishAsync(string id, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            var read = await inner.SendAsync(request.ToRead(id), connection, cancellation);
            return await UpdateAsync(id, read with { Status = 201 }, request, connection, cancellation);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            await halves!.EndAsync(request, cancellation);
            return null;
        }
    }

    private async Task<ScimAnswer> UpdateAsync(string id, ScimAnswer created, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        ScimAnswer answer;
        try
        {
            answer = await inner.SendAsync(request with { Operation = ScimOperation.Replace, Id = id }, connection, cancellation);
        }
        catch (ScimException fault)
        {
            answer = await AfterAsync(fault, created, request, id, connection, cancellation);
        }

        if (halves is not null) await halves.EndAsync(request, cancellation);
        return answer with { Status = 201 };
    }

    private async Task<ScimAnswer> AfterAsync(ScimException fault, ScimAnswer created, ScimRequest request, string id, TargetConnection connection, CancellationToken cancellation)
    {
        string done = $"The {request.Type.Name} was created with the id '{id}', but setting its remaining attributes failed";
        switch (mapping.Can.IfUpdateFails)
        {
            case UpdateFailure.Tell: throw fault.After(done);
            case UpdateFailure.Delete: return await DeleteAsync(fault, done, request, id, connection, cancellation);
            case UpdateFailure.Accept:
                LogAccepted(log, request.Type.Name, SafeNames.Line(id), fault.Status, connection.Exchange.CorrelationId);
                return created;
            default: throw new InvalidOperationException($"{mapping.Can.IfUpdateFails} is no answer to a failed update.");
        }
    }

    // Afterwards nothing is there: the client's repeat is a create like the first.
    private async Task<ScimAnswer> DeleteAsync(ScimException fault, string done, ScimRequest request, string id, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            await inner.SendAsync(new ScimRequest { Operation = ScimOperation.Delete, Type = request.Type, Id = id }, connection, cancellation);
        }
        catch (ScimException second)
        {
            throw fault.After($"{done}, and so did deleting it again ({second.Message})");
        }

        if (halves is not null) await halves.EndAsync(request, cancellation);
        throw fault.After($"The {request.Type.Name} was created, and deleted again when setting its remaining attributes failed");
    }

    private bool IsWhole(JsonObject resource) =>
        JsonNode.DeepEquals(mapping.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Create), mapping.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Replace));

    [LoggerMessage(1, LogLevel.Warning, "The {Type} {Id} was created without its remaining attributes: the update was answered with {Status}. {CorrelationId}")]
    private static partial void LogAccepted(ILogger logger, string type, string id, int status, string correlationId);
}
