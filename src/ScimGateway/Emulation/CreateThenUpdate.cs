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
internal sealed partial class CreateThenUpdate(ITarget inner, ResourceMapping mapping, ILogger log) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Create ? CreateAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> CreateAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        bool isWhole = IsWhole(request.Resource!); // first: what cannot be converted is refused before anything is made
        var answer = await inner.SendAsync(request, connection, cancellation);
        if (answer.Resource?["id"]?.GetValue<string>() is not { } id || isWhole) return answer;
        try
        {
            var updated = await inner.SendAsync(request with { Operation = ScimOperation.Replace, Id = id }, connection, cancellation);
            return updated with { Status = 201 };
        }
        catch (ScimException fault)
        {
            return await AfterAsync(fault, answer, request, id, connection, cancellation);
        }
    }

    private Task<ScimAnswer> AfterAsync(ScimException fault, ScimAnswer created, ScimRequest request, string id, TargetConnection connection, CancellationToken cancellation)
    {
        string done = $"The {request.Type.Name} was created with the id '{id}', but setting its remaining attributes failed";
        switch (mapping.Can.IfUpdateFails)
        {
            case UpdateFailure.Tell: throw fault.After(done);
            case UpdateFailure.Delete: return DeleteAsync(fault, done, request, id, connection, cancellation);
            case UpdateFailure.Accept:
                LogAccepted(log, request.Type.Name, SafeNames.Line(id), fault.Status, connection.Exchange.CorrelationId);
                return Task.FromResult(created);
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

        throw fault.After($"The {request.Type.Name} was created, and deleted again when setting its remaining attributes failed");
    }

    private bool IsWhole(JsonObject resource) =>
        JsonNode.DeepEquals(mapping.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Create), mapping.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Replace));

    [LoggerMessage(1, LogLevel.Warning, "The {Type} {Id} was created without its remaining attributes: the update was answered with {Status}. {CorrelationId}")]
    private static partial void LogAccepted(ILogger logger, string type, string id, int status, string correlationId);
}
