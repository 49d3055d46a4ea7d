using System.Globalization;
using ScimGateway.Scim.Errors;
using ScimGateway.Work;

namespace ScimGateway.Calls;

/// <summary>Since when every call to a target has failed, how often, and why the last one did.</summary>
/// <param name="Since">When the first of them failed.</param>
/// <param name="Calls">How many in a row.</param>
/// <param name="Because">The reason, as log lines and records have it.</param>
internal sealed record TroubleReport(DateTimeOffset Since, long Calls, string Because);

/// <summary>What the operator is told of a target that fails.</summary>
internal sealed class TargetTrouble(TimeProvider clock)
{
    private readonly Lock counting = new();
    private volatile TroubleReport? now;

    /// <summary><see langword="null"/>: its last call did not fail.</summary>
    public TroubleReport? Now => now;

    /// <summary>A call has ended with a fault: the target's own, or one that it is right to answer (404, 409).</summary>
    public void Judge(ScimException fault, bool hurtsTarget)
    {
        if (fault.Reason == WorkHold.FullReason) return; // the gateway's own
        if (!hurtsTarget && fault.Reason is null && fault.Status < 500)
        {
            Ended();
            return;
        }

        string because = fault.Reason ?? "HTTP " + fault.Status.ToString(CultureInfo.InvariantCulture);
        lock (counting) now = new(now?.Since ?? clock.GetUtcNow(), (now?.Calls ?? 0) + 1, because);
    }

    /// <summary>It has answered.</summary>
    public void Ended()
    {
        if (now is not null) now = null; // which costs nothing where all is well
    }
}
