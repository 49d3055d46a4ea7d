using ScimGateway.Calls;
using ScimGateway.Configuration;

namespace ScimGateway.Targets;

/// <summary>State that belongs to a target's name and address, not to one config: the locks on its resources, and its rate
/// limiter, queue and circuit breakers. A reload passes it on.</summary>
internal sealed class TargetMemory : IDisposable
{
    private readonly TargetConfig config;

    private TargetMemory(TargetConfig config, ResourceLocks turns, TargetTraffic traffic)
    {
        this.config = config;
        Turns = turns;
        Traffic = traffic;
    }

    public ResourceLocks Turns { get; }

    public TargetTraffic Traffic { get; }

    /// <summary>Set when something that the target is owed becomes due.</summary>
    public OwedSignal Due { get; private init; } = new();

    /// <summary>The memory of a target as the config now says it is.</summary>
    /// <param name="before">What the target of this name had before; <see langword="null"/>: there was none.</param>
    public static TargetMemory After(TargetMemory? before, TargetConfig config, Func<TargetTraffic> anew)
    {
        if (before is null || !config.Urls.SequenceEqual(before.config.Urls, StringComparer.Ordinal))
            return new(config, new ResourceLocks(), anew());
        bool same = config.Limits == before.config.Limits && before.Traffic.TryShare();
        return new(config, before.Turns, same ? before.Traffic : anew()) { Due = before.Due };
    }

    public void Dispose() => Traffic.Dispose();
}
