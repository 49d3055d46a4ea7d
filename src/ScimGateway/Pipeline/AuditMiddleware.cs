using ScimGateway.Auditing;

namespace ScimGateway.Pipeline;

/// <summary>Opens an exchange for every SCIM request and closes it whatever happens: one audit record, one log line.</summary>
internal sealed partial class AuditMiddleware(RequestDelegate next, IAuditSink audit, TimeProvider clock, ILogger<AuditMiddleware> log)
{
    public const string Header = "X-Correlation-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var exchange = new Exchange(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), clock.GetUtcNow()) { Operation = SafeNames.Method(context.Request.Method) };
        long started = clock.GetTimestamp();
        context.Features.Set(exchange);
        context.Response.Headers[Header] = exchange.CorrelationId;
        try
        {
            await next(context);
        }
        finally
        {
            exchange.Status = context.Response.StatusCode;
            exchange.Elapsed = clock.GetElapsedTime(started);
            audit.Write(exchange);
            LogExchange(
                log,
                exchange.TargetFault is null ? LogLevel.Information : LogLevel.Warning,
                exchange.Client ?? "-",
                exchange.Operation,
                exchange.ResourceType ?? "-",
                exchange.ResourceId is { } id ? SafeNames.Line(id) : "-",
                exchange.Target ?? "-",
                exchange.Status,
                exchange.Elapsed.TotalMilliseconds,
                exchange.Calls.Count,
                exchange.CorrelationId,
                exchange.TargetFault is { } why ? ": " + why : "");
        }
    }

    [LoggerMessage(EventId = 1, Message = "{Client} {Operation} {ResourceType} {ResourceId} at {Target}: {Status} in {Elapsed:0.0} ms, {Calls} calls, {CorrelationId}{TargetFault}")]
    private static partial void LogExchange(
        ILogger logger, LogLevel level, string client, string operation, string resourceType, string resourceId, string target, int status, double elapsed, int calls, string correlationId, string targetFault);
}
