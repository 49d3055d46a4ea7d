using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The CPU time of the current thread. If the system does not have it (Windows counts in steps of 16 ms), the wall clock
/// is used instead.</summary>
internal static partial class ThreadTime
{
    // time.h: CLOCK_THREAD_CPUTIME_ID.
    private static readonly int Clock = OperatingSystem.IsMacOS() ? 16 : 3;
    private static readonly bool IsKnown = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Since some fixed moment of this thread; only differences have a meaning.</summary>
    public static TimeSpan Now =>
        IsKnown && ReadClock(Clock, out var time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
