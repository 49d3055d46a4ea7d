using System.Collections.Frozen;
using ScimGateway.Calls;
using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Emulation.Lists;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Runtime;

/// <summary>Everything that is made from one config: immutable, built once, swapped as a whole. A request uses the one that it
/// started with.</summary>
/// <remarks>The resources of its targets (rate limiters with their timers) are released when it is no longer the current one and
/// the last request that entered it has left.</remarks>
internal sealed class Gateway
{
    /// <summary>The base path of SCIM in the gateway's URLs.</summary>
    public const string Prefix = "/scim/v2";

    private Revocations withdrawn = Revocations.None;
    private readonly UseCount users = new(); // the first is CurrentGateway, for as long as this is the current one

    public required GatewayConfig Config { get; init; }

    /// <summary>The limits of the protocol floor, made once.</summary>
    public ScimLimits Limits => field ??= Config.Limits.ToScimLimits();

    /// <summary>The part of URLs before a resource's endpoint, as clients see it: <c>https://gw.example/scim/v2</c>.</summary>
    public string BaseUrl => field ??= Config.PublicUrl + Prefix;

    public required ClientCatalog Clients { get; init; }

    public required FrozenDictionary<string, Target> Targets { get; init; }

    /// <summary>For lists of several types; lists of one type have the same limits.</summary>
    public required ClientCursors Cursors { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>Revocations by a refused edit: the only part that changes while it is in use.</summary>
    public Revocations Withdrawn
    {
        get => Volatile.Read(ref withdrawn);
        set => Volatile.Write(ref withdrawn, value);
    }

    /// <summary>Whether its targets have been released.</summary>
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
