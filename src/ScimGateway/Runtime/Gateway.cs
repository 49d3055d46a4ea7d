using System.Collections.Frozen;
using ScimGateway.Calls;
using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Emulation.Lists;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Runtime;

/// <summary>Everything that one config makes: immutable, built once, swapped whole. A request uses the one it started
/// with.</summary>
/// <remarks>What its targets hold (rate limiters with their timers) ends when it is no longer the current one and the last
/// request that entered it has left.</remarks>
internal sealed class Gateway
{
    /// <summary>Where SCIM begins in the gateway's URLs.</summary>
    public const string Prefix = "/scim/v2";

    private Revocations withdrawn = Revocations.None;
    private readonly UseCount users = new(); // the first is CurrentGateway, for as long as this is the current one

    public required GatewayConfig Config { get; init; }

    /// <summary>The protocol's share of the config's limits, made once.</summary>
    public ScimLimits Limits => field ??= Config.Limits.ToScimLimits();

    /// <summary>What precedes a resource's endpoint in the URLs that clients see: <c>https://gw.example/scim/v2</c>.</summary>
    public string BaseUrl => field ??= Config.PublicUrl + Prefix;

    public required ClientCatalog Clients { get; init; }

    public required FrozenDictionary<string, Target> Targets { get; init; }

    /// <summary>For lists of several types; those of one have the same.</summary>
    public required ClientCursors Cursors { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>What an edit that was refused has taken away from it: the one thing that changes while it is in use.</summary>
    public Revocations Withdrawn
    {
        get => Volatile.Read(ref withdrawn);
        set => Volatile.Write(ref withdrawn, value);
    }

    /// <summary>Whether its targets can be used no more.</summary>
    public bool HasEnded => users.HasEnded;

    /// <summary>Begins a use; each that succeeds is followed by one <see cref="Leave"/>.</summary>
    /// <returns>Whether it could be entered: one that has ended cannot.</returns>
    public bool TryEnter() => users.TryBegin();

    public void Leave()
    {
        if (!users.End()) return;
        foreach (var target in Targets.Values) target.Dispose();
    }
}
