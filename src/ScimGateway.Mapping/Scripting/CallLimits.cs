using Jint;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The limits of one engine that are checked while it runs.</summary>
internal sealed class CallLimits(TimeSpan time, int memory)
{
    public TimeLimit Time { get; } = new() { Limit = time };

    public MemoryLimit Memory { get; } = new() { Limit = memory };

    public StackLimit Stack { get; } = new();

    public IEnumerable<Constraint> All => [Stack, Memory, Time];

    public void Check()
    {
        Stack.Check();
        Memory.Check();
        Time.Check();
    }
}
