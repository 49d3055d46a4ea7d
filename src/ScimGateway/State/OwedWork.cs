using ScimGateway.Configuration;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Tables;

namespace ScimGateway.State;

/// <summary>What all targets are owed: for the worker, and for people.</summary>
/// <param name="lasting">Of real targets.</param>
/// <param name="passing">Of sandboxes; the same where nothing lasts.</param>
/// <param name="isThere">Whether the lasting one exists: a look must not make its file.</param>
internal sealed class OwedWork(StateTables lasting, StateTables passing, Func<bool> isThere)
{
    /// <summary>Lanes that people are shown at one time.</summary>
    public const int MostShown = 1_000;

    /// <summary>Who claims lanes: this process.</summary>
    public static string Me { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Whether other processes may make something due.</summary>
    public bool IsShared(TargetConfig target) => target.Sandbox is null && lasting.Store.IsShared;

    /// <returns><see langword="null"/>: nothing of the target was ever owed.</returns>
    public Lanes? Lanes(TargetConfig target) =>
        target.Sandbox is not null || lasting == passing ? passing.Lanes(target.Name)
        : isThere() ? lasting.Lanes(target.Name)
        : null;

    public OwedResources Of(TargetConfig target, string type) =>
        (target.Sandbox is null ? lasting : passing).Owed(target.Name, type);

    /// <param name="target">Its name; <see langword="null"/>: of all.</param>
    /// <param name="state">Those in this state; <see langword="null"/>: in any.</param>
    public async Task<IReadOnlyList<LaneView>> ListAsync(string? target, LaneState? state, CancellationToken cancellation)
    {
        var all = new List<LaneView>();
        foreach (var tables in Tables) all.AddRange(await tables.AllLanes.ListAsync(target, state, MostShown, cancellation));
        return all;
    }

    public async Task<IReadOnlyList<OwedCount>> CountsAsync(CancellationToken cancellation)
    {
        var all = new List<OwedCount>();
        foreach (var tables in Tables) all.AddRange(await tables.OwedCountsAsync(cancellation));
        return all;
    }

    /// <summary>Makes a lane due, whatever the target has said of it, and ends a pause of the target.</summary>
    /// <returns>What it was; <see langword="null"/>: there is none.</returns>
    public async Task<LaneView?> RetryAsync(LaneName lane, CancellationToken cancellation)
    {
        foreach (var tables in Tables)
            if (await tables.AllLanes.RetryAsync(lane.Number, cancellation) is { } view)
            {
                await tables.Lanes(view.Target).ResumeAsync(cancellation);
                return view;
            }

        return null;
    }

    /// <summary>Forgets a lane.</summary>
    /// <returns>What it was; <see langword="null"/>: there is none.</returns>
    public async Task<LaneView?> DropAsync(LaneName lane, CancellationToken cancellation)
    {
        foreach (var tables in Tables)
            if (await tables.AllLanes.DropAsync(lane.Number, cancellation) is { } view) return view;
        return null;
    }

    // The numbers of lanes are random: no two stores have the same.
    private IEnumerable<StateTables> Tables => lasting != passing && isThere() ? [lasting, passing] : [passing];
}
