using System.Runtime.InteropServices;
using Perfolizer.Horology;

namespace ScimGateway.Scim.Bench;

/// <summary>The processor time of the measuring thread (<c>CLOCK_THREAD_CPUTIME_ID</c>): what the work itself took, however busy
/// the machine was with others. Linux only.</summary>
internal sealed partial class ThreadTime : IClock
{
    private const int Thread = 3;

    public string Title => "thread CPU time";

    public bool IsAvailable => OperatingSystem.IsLinux();

    public Frequency Frequency => new(1_000_000_000);

    public long GetTimestamp()
    {
        _ = ReadClock(Thread, out var now);
        return (now.Seconds * 1_000_000_000) + now.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadClock(int clock, out TimeSpec time);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
