using System.Text.Json.Nodes;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Stores.Tests.Contract;

/// <summary>One database to pass the suite.</summary>
public abstract class StoreHome
{
    internal ManualClock Clock { get; } = new();

    /// <summary>A store over the same rows each time, where they outlive a store.</summary>
    public abstract Task<StateStore> OpenAsync();

    /// <summary>Its rows go.</summary>
    public virtual Task EndAsync() => Task.CompletedTask;
}

/// <summary>What every store must do, told to each.</summary>
public abstract class StoreContract<THome> : IAsyncLifetime
    where THome : StoreHome, new()
{
    protected const string Target = "peakon";

    private protected THome Home { get; } = new();

    private protected StateStore Store { get; private set; } = null!;

    private protected StateTables Tables { get; private set; } = null!;

    private protected StateKeys Keys { get; } = StateKeys.Random();

    private protected OwedResources Users => Tables.Owed(Target, "User");

    private protected OwedResources Groups => Tables.Owed(Target, "Group");

    private protected Lanes Lanes => Tables.Lanes(Target);

    public async Task InitializeAsync()
    {
        Store = await Home.OpenAsync();
        Tables = new StateTables(Store, Keys);
        await Tables.PrepareAsync(default);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Home.EndAsync();
    }

    private protected static OwedValue Manager(string name, string? value = null) =>
        new("manager", OwedKind.Reference, "User", name, JsonValue.Create(value ?? name));

    private protected static OwedValue Member(string name) =>
        new("members", OwedKind.Members, "User", name, new JsonObject { ["value"] = name });

    /// <summary>What waits for nobody.</summary>
    private protected static OwedValue Whole(string value) => new("", OwedKind.Update, "", "", JsonValue.Create(value));

    private protected static OwedChange Add(params OwedValue[] added) => new([], added, "cause-1", "okta");

    private protected static OwedChange Remove(params OwedRow[] gone) => new(gone, [], "cause-2", "okta");

    private protected static string[] Values(IEnumerable<OwedRow> rows) => [.. rows.Select(row => $"{row.Owed.Value}")];

    private protected async Task<LaneClaim> ClaimAsync(string me = "me") =>
        Assert.Single(await Lanes.ClaimAsync(10, TimeSpan.FromMinutes(1), me, default));

    private protected Task<IReadOnlyList<LaneClaim>> DueAsync(string me = "me") =>
        Lanes.ClaimAsync(10, TimeSpan.FromMinutes(1), me, default);
}
