using System.Runtime.CompilerServices;
using Jint;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Limits the stack that a call uses, in bytes, however functions and built-ins call each other, on a thread of any
/// size.</summary>
/// <remarks>Handlers of the engine catch a fault and throw it again, and .NET keeps all frames until the last handler is done: 10
/// KB for each. So unwinding needs a multiple of the stack of the calls, and that much must be free.</remarks>
internal sealed class StackLimit : Constraint
{
    // The worst case found needs over 20: lists spread from iterators of the script's own, Sets that are made from Sets'
    // iterators, patterns in patterns.
    private const int WayOut = 32;
    private const int Step = 8 * 1024;
    private const int Block = 32 * 1024; // less than what the runtime's own check leaves free

    [ThreadStatic]
    private static nint lowest; // this thread's stack reaches at least so far

    private nint began;
    private nint most;

    public override void Reset()
    {
        began = Here();
        most = 0;
    }

    public override void Check()
    {
        nint used = began - Here();
        if (used < most) return;
        most = used - (used % Step) + Step;
        if (!HasFree(most * WayOut)) throw new ScriptStackException();
    }

    private static bool HasFree(nint bytes)
    {
        nint end = Here() - bytes;
        if (lowest != 0 && end >= lowest) return true;
        if (!Reaches(bytes)) return false;
        lowest = end;
        return true;
    }

    // Takes a block if the runtime says that there is room for more than one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static unsafe bool Reaches(nint bytes)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return false;
        if (bytes <= 0) return true;
        byte* block = stackalloc byte[Block];
        *block = 1;
        return Reaches(bytes - Block) && *block == 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe nint Here()
    {
        byte here;
        return (nint)(&here);
    }
}
