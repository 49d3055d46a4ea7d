using System.Globalization;
using Microsoft.AspNetCore.Connections;
using ScimGateway.Auditing;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Pipeline;

/// <summary>Turns any fault into a SCIM error (RFC 7644 section 3.12), and adds a sentence to an error status without a
/// body.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentLength is null)
                await WriteAsync(context, Described(context));
        }
        catch (Exception fault) when (IsGone(context, fault))
        {
            // The client has hung up: nobody reads an answer, but the audit record and the log line say so.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            context.Abort(); // otherwise Kestrel would try to read the rest of the body, and log that it cannot
        }
        catch (ScimException fault) when (!context.Response.HasStarted)
        {
            if (context.Features.Get<Exchange>()?.IsOurs(fault) is true) LogOurs(log, fault.Message, Correlation(context));
            ThrownWords.Log(log, fault, Correlation(context));
            await WriteAsync(context, fault);
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            await WriteAsync(
                context,
                new ScimException(fault.StatusCode, null, "The HTTP request is broken: " + fault.Message, fault)
            );
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            // Messages of unexpected faults may contain values of the request; the type and the stack are enough to find them.
            LogUnexpected(log, fault.GetType().FullName!, fault.StackTrace ?? "", Correlation(context));
            await WriteAsync(context, new ScimException(500, null, "The gateway failed; its log has the reason.", fault));
        }
    }

    private static async Task WriteAsync(HttpContext context, ScimException fault)
    {
        if (context.Features.Get<Exchange>() is { } exchange)
        {
            fault = exchange.Tell(fault);
            exchange.Fail(fault);
        }

        var headers = context.Response.Headers;
        if (fault.Status == 401) headers.WWWAuthenticate = "Bearer realm=\"scim\"";
        if (fault.RetryAfter is { } wait)
            headers.RetryAfter = ((long)Math.Ceiling(Math.Max(wait.TotalSeconds, 0))).ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType ??= "application/scim+json";
        await new Given(fault.Status, ScimError.From(fault).ToJson()).WriteAsync(context.Response);
    }

    private static ScimException Described(HttpContext context) => context.Response.StatusCode switch
    {
        404 => ScimException.NotFound("There is nothing here; SCIM requests go to …/scim/v2/Users."),
        var status => new ScimException(status, null, $"The request was refused with HTTP {status}."),
    };

    private static bool IsGone(HttpContext context, Exception fault) =>
        fault is ConnectionResetException or ConnectionAbortedException
        || (context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or ScimException);

    private static string Correlation(HttpContext context) =>
        context.Features.Get<Exchange>()?.CorrelationId ?? context.TraceIdentifier;

    // Our own sentences contain places of the mapping, never values.
    [LoggerMessage(2, LogLevel.Error, "{Fault} {CorrelationId}")]
    private static partial void LogOurs(ILogger logger, string fault, string correlationId);

    [LoggerMessage(1, LogLevel.Error, "Unexpected {Fault}, {CorrelationId}: {Stack}")]
    private static partial void LogUnexpected(ILogger logger, string fault, string stack, string correlationId);
}
