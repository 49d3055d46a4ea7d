using Serilog.Core;
using Serilog.Events;

namespace ScimGateway.Auditing;

/// <summary>How many lines of the operational log were lost: the console was slower than the requests, or could not be
/// written to.</summary>
/// <remarks>The asynchronous sink reports both to its failure listener; its own count has only the lines for which the queue was
/// full.</remarks>
internal sealed class LogLoss : ILoggingFailureListener
{
    private long count;

    public long Count => Interlocked.Read(ref count);

    public void OnLoggingFailed(
        object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
        Add(events?.Count ?? 0);

    public void Add(int lines) => Interlocked.Add(ref count, lines);
}
