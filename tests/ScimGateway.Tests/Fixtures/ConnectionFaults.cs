using Microsoft.AspNetCore.Http;

namespace ScimGateway.Tests.Fixtures;

/// <summary>What becomes of the connection that an answer goes out on.</summary>
internal enum ConnectionFault
{
    Reset,
    Never,
    Cut,
    Endless,
    Stalled,
}

/// <summary>Breaks the connection of those answers of WireMock.Net that ask for it in a header.</summary>
/// <remarks>WireMock.Net's own faults break none: in 2.31 <c>EMPTY_RESPONSE</c> is a whole answer without a body, and
/// <c>MALFORMED_RESPONSE_CHUNK</c> a whole one with garbage in it; a delay goes on after the caller has hung up.</remarks>
internal static class ConnectionFaults
{
    public const string Header = "X-Connection-Fault";

    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', 1024)];

    /// <param name="clock">WireMock.Net always sends the time of day as its <c>Date</c>; this puts another in its place.</param>
    public static async Task ApplyAsync(HttpContext context, RequestDelegate next, TimeProvider? clock)
    {
        ConnectionFault? fault = null;
        context.Response.OnStarting(() =>
        {
            fault = Taken(context.Response);
            if (fault == ConnectionFault.Cut) context.Response.ContentLength = 1000; // Kestrel hangs up when fewer come
            if (clock is not null) context.Response.Headers.Date = clock.GetUtcNow().ToString("r");
            return Task.CompletedTask;
        });
        await next(context);
        if (!context.Response.HasStarted) fault = Taken(context.Response); // an answer without a body starts after this
        await SpoilAsync(context, fault);
    }

    private static ConnectionFault? Taken(HttpResponse response)
    {
        string? name = response.Headers[Header];
        response.Headers.Remove(Header);
        return name is null ? null : Enum.Parse<ConnectionFault>(name);
    }

    private static async Task SpoilAsync(HttpContext context, ConnectionFault? fault)
    {
        var gone = context.RequestAborted;
        if (fault == ConnectionFault.Reset) context.Abort();
        if (fault == ConnectionFault.Stalled) await context.Response.Body.FlushAsync(gone);
        if (fault is ConnectionFault.Never or ConnectionFault.Stalled)
            await Task.Delay(Timeout.InfiniteTimeSpan, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (fault == ConnectionFault.Endless && !gone.IsCancellationRequested)
            await context.Response.Body.WriteAsync(Blanks, CancellationToken.None); // waits while the caller does not read
    }
}
