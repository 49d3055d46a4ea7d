using ScimGateway.Scim.Errors;

namespace ScimGateway.Auditing;

/// <summary>Logs, at debug, what a function of a mapping threw: the client is told the kind of the error and its line alone.</summary>
internal static partial class ThrownWords
{
    public static void Log(ILogger log, ScimException fault, string correlationId)
    {
        if (fault.Thrown is { } words) LogThrown(log, words, correlationId);
    }

    [LoggerMessage(1, LogLevel.Debug, "A function of the mapping threw: {Thrown} {CorrelationId}")]
    private static partial void LogThrown(ILogger logger, string thrown, string correlationId);
}
