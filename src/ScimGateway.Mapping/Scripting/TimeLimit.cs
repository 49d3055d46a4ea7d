using System.Diagnostics;
using Jint;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Limits the CPU time of a call. The wall clock, which is cheaper to read, is checked first; on a busy machine a call
/// may wait much longer than it computes, and that does not count.</summary>
internal sealed class TimeLimit : Constraint
{
    private long began;
    private TimeSpan used;

    public required TimeSpan Limit { get; set; }

    /// <summary>Since the call began.</summary>
    public TimeSpan Spent => ThreadTime.Now - used;

    public override void Reset()
    {
        began = Stopwatch.GetTimestamp();
        used = ThreadTime.Now;
    }

    public override void Check()
    {
        if (Stopwatch.GetElapsedTime(began) > Limit && Spent > Limit)
            throw new ScriptLimitException($"took longer than it may ({Limit.TotalMilliseconds:0} ms of CPU time)");
    }
}
