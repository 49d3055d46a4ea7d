using ScimGateway.Calls;
using ScimGateway.Configuration;

namespace ScimGateway.Targets;

/// <summary>What belongs to a target's name and address, not to one config: whose turn it is at its resources, and the traffic to
/// it. A reload hands it on.</summary>
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

    /// <summary>The memory of a target as the config now says it is.</summary>
    /// <param name="before">What the target of this name had before; <see langword="null"/>: there was none.</param>
    public static TargetMemory After(TargetMemory? before, TargetConfig config, Func<TargetTraffic> anew)
    {
        if (before is null || !config.Urls.SequenceEqual(before.config.Urls, StringComparer.Ordinal))
            return new(config, new ResourceLocks(), anew());
        bool same = config.Limits == before.config.Limits && before.Traffic.TryShare();
        return new(config, before.Turns, same ? before.Traffic : anew());
    }

    public void Dispose() => Traffic.Dispose();
}
