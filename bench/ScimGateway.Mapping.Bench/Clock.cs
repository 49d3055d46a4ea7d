using System.Runtime.InteropServices;

namespace ScimGateway.Mapping.Bench;

/// <summary>The CPU time of the current thread, on Linux.</summary>
internal static partial class Clock
{
    public static TimeSpan Thread =>
        Read(3, out var time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100))
            : throw new PlatformNotSupportedException();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Time time);

    private struct Time
    {
        public nint Seconds, Nanoseconds;
    }
}
