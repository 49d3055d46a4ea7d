using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Emulation.Repeats;
using ScimGateway.Emulation.Requests;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Resources;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary><c>POST /Bulk</c> (RFC 7644 section 3.7) for every target: each operation is handled like a request of its own, one
/// after the other, in an order in which each finds the resources that it refers to. A fault of one is its own answer.</summary>
/// <param name="send">Sends one request to its stack.</param>
internal sealed partial class Bulk(
    Arrival arrival,
    GatewayState state,
    ILogger<Bulk> log,
    Func<ITarget, ScimRequest, Exchange, Task<ScimAnswer>> send,
    CancellationToken cancellation
)
{
    /// <summary>By index: the POSTs that a later step completes.</summary>
    private readonly Dictionary<int, SplitPost?> splits = [];
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, BulkResult> results = [];

    public static bool IsAsked(Arrival arrival) =>
        arrival.Segments.Count == 1 && arrival.Segments[0].Equals("Bulk", StringComparison.OrdinalIgnoreCase);

    public async Task<Given> AnswerAsync(BulkRequest request)
    {
        var plan = BulkPlan.Of(request);
        foreach (var step in plan.Steps.Where(step => step.Completes)) splits[step.Operation.Index] = null;
        foreach (var step in plan.Steps)
        {
            // The second half of a POST is not a new operation: without it the client would get 201 for half a resource.
            if (request.IsOver(results.Values.Count(result => result.Status >= 400)) && !step.Completes) continue;
            if (step.Completes && !(results.TryGetValue(step.Operation.Index, out var begun) && begun.Status < 400)) continue;
            results[step.Operation.Index] = await ResultAsync(step);
        }

        return new Given(200, new BulkResponse([.. results.Values]).ToJson());
    }

    private async Task<BulkResult> ResultAsync(BulkStep step)
    {
        var one = arrival.Exchange.Part();
        try
        {
            var result = await DoneAsync(step, one);
            one.Add(new Answered(result.Status, TimeSpan.Zero));
            return result;
        }
        catch (Exception fault) when (fault is not (ScimException or OperationCanceledException))
        {
            // As in ErrorMiddleware: the message may contain values of the request.
            LogUnexpected(log, fault.GetType().FullName!, arrival.Exchange.CorrelationId, fault.StackTrace ?? "");
            var ours = new ScimException(500, null, "The gateway failed; its log has the reason.", fault);
            one.Add(new Answered(500, TimeSpan.Zero));
            one.Fail(ours);
            return Failed(step, one.Tell(ours));
        }
        catch (ScimException fault)
        {
            if (one.IsOurs(fault)) LogOurs(log, fault.Message, arrival.Exchange.CorrelationId);
            ThrownWords.Log(log, fault, arrival.Exchange.CorrelationId);
            one.Add(new Answered(fault.Status, TimeSpan.Zero));
            one.Fail(fault);
            return Failed(step, one.Tell(fault));
        }
    }

    private async Task<BulkResult> DoneAsync(BulkStep step, Exchange one)
    {
        var operation = step.Operation;
        var resource = Resource(operation);
        one.Asks(operation.Method, resource.Mapping.Type.Name, operation.Id); // before its references: one may be invalid
        operation = operation.Resolve(ids);
        if (operation.Id is not null) one.Add(new Found(operation.Id));
        var request = arrival.Client.ToCommon(Asked(operation, resource), arrival.Gateway.Limits);
        if (ProfileWords.Wanted(request) is { } wanted) one.Add(wanted);
        var answer = await SendAsync(operation, resource, request, one);
        string id = operation.Id ?? answer.Resource!["id"]!.GetValue<string>();
        one.Add(new Found(id));
        if (operation is { Method: ScimOperation.Create, BulkId: { } bulkId }) ids[bulkId] = id;
        string location = ResourceLocation.Of(arrival.BaseUrl, request.Type.Endpoint, id);
        if (step.Completes && splits[operation.Index] is { } split) await split.EndAsync(cancellation);
        return step.Completes
            ? BulkResult.Done(results[operation.Index].Operation, 201, location, answer.Version?.ToString())
            : BulkResult.Done(step.Operation, answer.Status, location, answer.Version?.ToString());
    }

    // A POST of an existing resource has failed, but references to it mean the resource with its name: otherwise a retry could
    // never complete a Bulk request that was interrupted.
    private async Task<ScimAnswer> SendAsync(BulkOperation operation, ResourceTarget resource, ScimRequest request, Exchange one)
    {
        try
        {
            return await SendOrResumeAsync(operation, resource, request, one);
        }
        catch (ScimException fault) when (fault.Status == 409 && operation is { Method: ScimOperation.Create, BulkId: not null })
        {
            if (await ExistingAsync(resource, request, one) is { } there) ids[operation.BulkId] = there["id"]!.GetValue<string>();
            throw;
        }
    }

    private Task<ScimAnswer> SendOrResumeAsync(
        BulkOperation operation,
        ResourceTarget resource,
        ScimRequest request,
        Exchange one
    )
    {
        if (operation.Method == ScimOperation.Create && splits.ContainsKey(operation.Index))
            splits[operation.Index] = SplitPost.Of(request, resource.Mapping, state, arrival.Target);
        return operation.Method == ScimOperation.Create && splits.GetValueOrDefault(operation.Index) is { } split
            ? split.MakeAsync(() => send(resource.Stack, request, one), () => ExistingAsync(resource, request, one), cancellation)
            : send(resource.Stack, request, one);
    }

    private async Task<JsonObject?> ExistingAsync(ResourceTarget resource, ScimRequest request, Exchange one)
    {
        if (
            RepeatCreate.NameOf(resource.Mapping) is not { } name
            || !request.Resource!.Find(name.Name).IsString(out string? value)
        )
            return null;
        try
        {
            return await NamedResource.FindAsync(
                list => send(resource.Stack, list, one),
                request.Type,
                new AttributePath(null, name.Name),
                value
            );
        }
        catch (ScimException)
        {
            return null; // unknown: the client must get the 409, and the call of the look-up is in the audit record
        }
    }

    // The resource of a POST stays when its second half fails, and the client must know its address.
    private BulkResult Failed(BulkStep step, ScimException fault)
    {
        if (step.Completes) fault = fault.After(
            $"Created as {results[step.Operation.Index].Location}, but what refers to later operations could not be added"
        );
        return BulkResult.Failed(
            step.Completes ? results[step.Operation.Index].Operation : step.Operation,
            fault,
            Location(step.Operation)
        );
    }

    private string? Location(BulkOperation operation)
    {
        const string prefix = "bulkId:";
        string? id =
            operation.Id?.StartsWith(prefix, StringComparison.Ordinal) == true
                ? ids.GetValueOrDefault(operation.Id[prefix.Length..])
                : operation.Id;
        return id is null ? null : ResourceLocation.Of(arrival.BaseUrl, operation.Endpoint, id);
    }

    private ResourceTarget Resource(BulkOperation operation) =>
        arrival.Target.Resources.TryGetValue(operation.Endpoint.TrimStart('/'), out var resource)
            ? resource
            : throw ScimException.NotFound($"The target '{arrival.Target.Name}' has no endpoint '{operation.Endpoint}'.");

    private static Asked Asked(BulkOperation operation, ResourceTarget resource) => new()
    {
        Operation = operation.Method,
        Resource = resource,
        Id = operation.Id,
        Parameters = [],
        Body = operation.Data,
        IfMatch = operation.Version,
    };

    [LoggerMessage(1, LogLevel.Error, "Unexpected {Fault} in an operation of a Bulk request, {CorrelationId}: {Stack}")]
    private static partial void LogUnexpected(ILogger logger, string fault, string correlationId, string stack);

    [LoggerMessage(2, LogLevel.Error, "{Fault} {CorrelationId}")]
    private static partial void LogOurs(ILogger logger, string fault, string correlationId);
}
