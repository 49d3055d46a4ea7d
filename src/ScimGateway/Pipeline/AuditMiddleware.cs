using ScimGateway.Auditing;

namespace ScimGateway.Pipeline;

/// <summary>Opens an exchange for every SCIM request and closes it in every case: one audit record, one log line.</summary>
internal sealed class AuditMiddleware(
    RequestDelegate next,
    IAuditSink audit,
    StrangerRecords strangers,
    TimeProvider clock,
    ExchangeLog log
)
{
    public const string Header = "X-Correlation-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var exchange = new Exchange(CorrelationId.New(now), now);
        exchange.Add(new Requested(SafeNames.Method(context.Request.Method)));
        long started = clock.GetTimestamp();
        context.Features.Set(exchange);
        context.Response.Headers[Header] = exchange.CorrelationId;
        try
        {
            await next(context);
        }
        finally
        {
            exchange.Add(new Answered(context.Response.StatusCode, clock.GetElapsedTime(started)));
            var record = ExchangeRecord.Of(exchange);
            if (record.Client is not null || strangers.Takes(record))
            {
                audit.Write(record);
                log.Write(record);
            }
        }
    }
}
