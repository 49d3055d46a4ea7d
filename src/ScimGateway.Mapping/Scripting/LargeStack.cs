using System.Runtime.ExceptionServices;

namespace ScimGateway.Mapping.Scripting;

/// <summary>A separate thread for calls that need more stack than the current one has: a fault of a script may be thrown again at
/// each level of its calls, which takes more than the 1.5 MB of a pool thread.</summary>
internal static class LargeStack
{
    private const int Bytes = 16 * 1024 * 1024; // reserved; only what is used costs memory

    [ThreadStatic]
    private static bool isCurrent;

    public static bool IsCurrent => isCurrent;

    /// <summary>Runs the call and waits for it: the limits of scripts apply.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(
            () =>
            {
                isCurrent = true;
                try
                {
                    result = work();
                }
                catch (Exception fault)
                {
                    thrown = ExceptionDispatchInfo.Capture(fault);
                }
            },
            Bytes)
        { IsBackground = true };
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result!;
    }
}
