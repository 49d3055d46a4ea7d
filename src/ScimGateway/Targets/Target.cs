using System.Collections.Frozen;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Mappers;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Targets;

/// <summary>One target, ready: its mapping, a stack for each resource type, and YARP's cluster of destinations.</summary>
internal sealed class Target : IDisposable
{
    public required TargetConfig Config { get; init; }

    public string Name => Config.Name;

    public required TargetMapping Mapping { get; init; }

    /// <summary>The state that it shares with the same target before and after a reload.</summary>
    public required TargetMemory Memory { get; init; }

    /// <summary>By the client's endpoint (<c>Users</c>), in any case.</summary>
    public required FrozenDictionary<string, ResourceTarget> Resources { get; init; }

    /// <summary>In the order of <c>/ResourceTypes</c>: users before groups.</summary>
    public IReadOnlyList<ResourceTarget> InOrder =>
        field ??= [.. Resources.Values.OrderByDescending(resource => resource.Mapping.Type.Name, StringComparer.Ordinal)];

    /// <summary>Set when YARP has applied the config, before any request sees this target.</summary>
    public ClusterState? Cluster { get; set; }

    public void Dispose() => Memory.Dispose();
}

/// <summary>One resource type of one target.</summary>
internal sealed record ResourceTarget(ResourceMapping Mapping, ITarget Stack);
