using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.State;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;
using ScimGateway.Work;

namespace ScimGateway.Deliveries;

/// <summary>How one attempt ended.</summary>
/// <param name="Status">The status of the answer; <see langword="null"/>: the target was not asked.</param>
/// <param name="Fault">Why it failed; <see langword="null"/>: it did not.</param>
/// <param name="Words">The same for people, without anybody's data.</param>
internal sealed record Attempted(int? Status, ScimException? Fault, string? Words);

/// <summary>The road of what the gateway sends by itself: a PATCH without operations, through the target's whole stack, with an
/// exchange, a record and a log line of its own.</summary>
internal sealed partial class DeliveryRoad(
    Destinations destinations,
    WorkBudget budget,
    IAuditSink audit,
    ExchangeLog lines,
    TimeProvider clock,
    ILogger<DeliveryRoad> log)
{
    /// <summary>Who asks, in records and in the queue of a target.</summary>
    public const string Client = "gateway";

    /// <summary>What it is called in records.</summary>
    public const string Operation = "deliver";

    /// <exception cref="OperationCanceledException">The lease is over, or the gateway ends.</exception>
    public async Task<Attempted> SendAsync(Gateway gateway, Target target, LaneClaim claim, CancellationToken cancellation)
    {
        if (target.InOrder.FirstOrDefault(one => one.Mapping.Type.Name == claim.Type) is not { } resource)
            return NotMapped(target, claim);
        var exchange = Begin(target, claim);
        long began = clock.GetTimestamp();
        int told = 0;
        try
        {
            (told, var fault) = await FaultAsync(gateway, target, resource, exchange, cancellation);
            if (fault is not null) exchange.Fail(fault);
            return new Attempted(exchange.Calls.Any() ? told : null, fault, fault is null ? null : Words(fault, exchange));
        }
        finally
        {
            End(exchange, told, began);
        }
    }

    private static Attempted NotMapped(Target target, LaneClaim claim)
    {
        var fault = ScimException.NotFound($"The mapping of '{target.Name}' has no resource type '{claim.Type}' any more.");
        return new Attempted(null, fault, fault.Message);
    }

    private Exchange Begin(Target target, LaneClaim claim)
    {
        var now = clock.GetUtcNow();
        var exchange = new Exchange(CorrelationId.New(now), now);
        exchange.Add(new Identified(Client, null));
        exchange.Add(new Caused(claim.Cause, new LaneName(target.Name, claim.Lane).ToString()));
        exchange.Add(new Addressed(target.Name, target.Mapping.Name, target.Mapping.Hash));
        exchange.Add(new Requested(Operation, claim.Type, claim.Id));
        return exchange;
    }

    private async Task<(int Status, ScimException? Fault)> FaultAsync(
        Gateway gateway, Target target, ResourceTarget resource, Exchange exchange, CancellationToken cancellation)
    {
        using var work = budget.Begin(Client, gateway.Config.Limits.WorkBytes);
        exchange.Work = work;
        try
        {
            var request = new DefaultHttpContext { RequestAborted = cancellation };
            using var destination = destinations.Choose(request, target, exchange);
            var asked = Empty(gateway, resource, exchange.Requested!.ResourceId!);
            var answer = await resource.Stack.SendAsync(asked, destination.Calls);
            return (answer.Status, null);
        }
        catch (ScimException fault)
        {
            if (exchange.IsOurs(fault)) LogOurs(log, exchange.Target!, fault.Message, exchange.CorrelationId);
            ThrownWords.Log(log, fault, exchange.CorrelationId);
            return (fault.Status, fault);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // As ErrorMiddleware: the message may quote what was being handled.
            LogUnexpected(log, fault.GetType().FullName!, exchange.CorrelationId, fault.StackTrace ?? "");
            return (500, new ScimException(500, null, "The gateway failed; its log has the reason.", fault));
        }
    }

    private static ScimRequest Empty(Gateway gateway, ResourceTarget resource, string id) => new()
    {
        Operation = ScimOperation.Patch,
        Type = resource.Mapping.Type,
        Id = id,
        Patch = new PatchRequest([]),
        Limits = gateway.Limits,
    };

    // What the target said stands in the record of its call, masked; a sentence of the gateway may name what a client sent.
    private static string Words(ScimException fault, Exchange exchange)
    {
        string? said = exchange.Calls.LastOrDefault(call => call.Said is not null)?.Said;
        string what = fault.Reason ?? (Fates.IsOfTheTarget(fault) && exchange.Calls.Any(call => call.Status == fault.Status)
            ? $"HTTP {fault.Status}"
            : ValueMask.Of(fault.Message, []));
        return SafeNames.Line(said is null ? what : $"{what}: {said}");
    }

    private void End(Exchange exchange, int status, long began)
    {
        if (!exchange.Calls.Any()) return; // nothing was done
        exchange.Add(new Answered(status, clock.GetElapsedTime(began)));
        var record = ExchangeRecord.Of(exchange);
        audit.Write(record);
        lines.Write(record);
    }

    [LoggerMessage(1, LogLevel.Error, "What {Target} is owed cannot be delivered: {Fault} {CorrelationId}")]
    private static partial void LogOurs(ILogger logger, string target, string fault, string correlationId);

    [LoggerMessage(2, LogLevel.Error, "Unexpected {Fault} in a delivery, {CorrelationId}: {Stack}")]
    private static partial void LogUnexpected(ILogger logger, string fault, string correlationId, string stack);
}
