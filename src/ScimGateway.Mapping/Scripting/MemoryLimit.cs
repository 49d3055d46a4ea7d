using Jint;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Bounds the bytes that a call allocates.</summary>
internal sealed class MemoryLimit : Constraint
{
    private long began;

    public required int Limit { get; set; }

    public override void Reset() => began = GC.GetAllocatedBytesForCurrentThread();

    public override void Check()
    {
        if (GC.GetAllocatedBytesForCurrentThread() - began > Limit)
            throw new ScriptLimitException($"used more than {Limit / (1024 * 1024)} MiB of memory");
    }
}
