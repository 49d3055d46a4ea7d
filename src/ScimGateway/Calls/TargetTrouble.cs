using System.Globalization;
using ScimGateway.Scim.Errors;
using ScimGateway.Work;

namespace ScimGateway.Calls;

/// <summary>Since when every call to a target has failed, how many calls, and why the last one failed.</summary>
/// <param name="Since">When the first of them failed.</param>
/// <param name="Calls">How many in a row.</param>
/// <param name="Because">The reason, as in log lines and audit records.</param>
internal sealed record TroubleReport(DateTimeOffset Since, long Calls, string Because);

/// <summary>The state of a failing target, for the operator.</summary>
internal sealed class TargetTrouble(TimeProvider clock)
{
    private readonly Lock counting = new();
    private volatile TroubleReport? now;

    /// <summary><see langword="null"/>: its last call did not fail.</summary>
    public TroubleReport? Now => now;

    /// <summary>A call has ended with a fault: a failure of the target, or a correct answer (404, 409).</summary>
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
        if (now is not null) now = null; // this costs nothing for a healthy target
    }
}
