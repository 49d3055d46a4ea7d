namespace ScimGateway.Tests.Crippled;

/// <summary>What can go wrong with one call.</summary>
internal enum Fault
{
    /// <summary>The connection ends before the server has seen the call.</summary>
    Refused,

    /// <summary>The server does it, and the connection ends in the middle of the answer.</summary>
    CutShort,

    /// <summary>The server does it, and says nothing in time.</summary>
    TimedOut,

    /// <summary>500, and nothing was done.</summary>
    Failed,

    /// <summary>500, although everything was done.</summary>
    FailedAfterwards,

    /// <summary>429, and nothing was done.</summary>
    Throttled,
}

internal static class Faults
{
    /// <summary>Hits the n-th call, counted from 1, and no other.</summary>
    /// <param name="retryAfter">What a 429 says, seconds.</param>
    public static Lack At(int call, Fault fault, string retryAfter = "7")
    {
        int calls = 0;
        return (asked, server) =>
            Interlocked.Increment(ref calls) == call ? HitAsync(fault, retryAfter, asked, server) : server(asked);
    }

    private static async Task<ServerAnswer> HitAsync(
        Fault fault,
        string retryAfter,
        ServerCall call,
        Func<ServerCall, Task<ServerAnswer>> server
    ) => fault switch
    {
        Fault.Refused => new ServerAnswer(0) { Delivery = Delivery.Reset },
        Fault.CutShort => (await server(call)) with { Delivery = Delivery.CutShort },
        Fault.TimedOut => (await server(call)) with { Delivery = Delivery.Never },
        Fault.Failed => ServerAnswer.Error(500, "The database is asleep."),
        Fault.FailedAfterwards => (await server(call)).Status < 300
            ? ServerAnswer.Error(500, "The last step failed.")
            : throw new InvalidOperationException($"{call.Method} {call.Path} failed by itself."),
        Fault.Throttled => ServerAnswer.Error(429, "Too many requests.") with { RetryAfter = retryAfter },
        _ => throw new InvalidOperationException($"{fault} is no fault."),
    };
}
