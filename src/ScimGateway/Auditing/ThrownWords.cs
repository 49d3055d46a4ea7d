using ScimGateway.Scim.Errors;

namespace ScimGateway.Auditing;

/// <summary>Logs, at debug, the message that a function of a mapping threw: the client only gets the kind of the error and its
/// line.</summary>
internal static partial class ThrownWords
{
    public static void Log(ILogger log, ScimException fault, string correlationId)
    {
        if (fault.Thrown is { Length: > 0 } words) LogThrown(log, fault.Message, words, correlationId);
    }

    // The sentence contains the mapping, the row and the line, and never a value.
    [LoggerMessage(1, LogLevel.Debug, "{Fault} In its own words: {Thrown} {CorrelationId}")]
    private static partial void LogThrown(ILogger logger, string fault, string thrown, string correlationId);
}
