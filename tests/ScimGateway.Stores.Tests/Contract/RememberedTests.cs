using ScimGateway.Stores.Remembered;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

namespace ScimGateway.Stores.Tests.Contract;

/// <summary>Tombstones, names that were written, creates that have begun.</summary>
public abstract class RememberedTests<THome> : StoreContract<THome>
    where THome : StoreHome, new()
{
    [Fact]
    public async Task A_tombstone_is_found_by_id_and_by_name_in_any_case_until_it_is_forgotten()
    {
        var tombstones = Tables.Tombstones(Target, "User");
        await tombstones.BuryAsync("u1", "Ana@Example.org", default);
        await tombstones.BuryAsync("u2", "ana@example.org", default);
        await tombstones.BuryAsync("u1", "ANA@example.org", default);

        Assert.True(await tombstones.HasAsync("u1", default));
        Assert.Equal("u1", await tombstones.IdOfAsync("ana@EXAMPLE.org", default));
        Assert.Equal(["u1", "u2"], (await tombstones.IdsAsync(default)).Order(StringComparer.Ordinal));
        Assert.False(await Tables.Tombstones(Target, "Group").HasAsync("u1", default));
        Assert.False(await Tables.Tombstones("slack", "User").HasAsync("u1", default));

        await tombstones.ForgetAsync("u1", default);
        Assert.False(await tombstones.HasAsync("u1", default));
        Assert.Equal("u2", await tombstones.IdOfAsync("ana@example.org", default));
        Assert.Null(await tombstones.IdOfAsync("ben", default));
    }

    [Fact]
    public async Task A_written_name_is_shown_until_it_is_forgotten()
    {
        var names = Tables.Names(Target, "Group");
        await names.RememberAsync("g1", new WrittenName("Sales & Co", "sales-co"), default);
        await names.RememberAsync("g1", new WrittenName("Sales", "sales"), default);
        await names.RememberAsync("g2", new WrittenName("Ops", "ops"), default);

        Assert.Equal(new WrittenName("Sales", "sales"), await names.FindAsync("g1", default));
        Assert.Equal(["g1", "g2"], (await names.AllAsync(default)).Keys.Order(StringComparer.Ordinal));
        await names.ForgetAsync("g1", default);
        Assert.Null(await names.FindAsync("g1", default));
    }

    [Fact]
    public async Task A_begun_create_is_found_by_its_name_and_ends_by_name_or_id()
    {
        var creates = Tables.Creates(Target, "User");
        await creates.BeginAsync("ana", null, default);
        Assert.Equal(new BegunCreate(null), await creates.FindAsync("ANA", default));
        await creates.BeginAsync("Ana", "u1", default);
        await creates.BeginAsync("ben", "u2", default);
        Assert.Equal(new BegunCreate("u1"), await creates.FindAsync("ana", default));

        await creates.EndAsync("ANA", default);
        Assert.Null(await creates.FindAsync("ana", default));
        await creates.EndOfAsync("u1", default);
        await creates.EndOfAsync("u2", default);
        Assert.Null(await creates.FindAsync("ben", default));
    }

    [Fact]
    public async Task What_an_older_key_kept_of_a_name_is_still_found()
    {
        await Tables.Tombstones(Target, "User").BuryAsync("u1", "ana", default);
        await Tables.Creates(Target, "User").BeginAsync("ben", "u2", default);
        var newer = new StateTables(Store, new StateKeys(StateKey.Random(), Keys.All));
        await newer.PrepareAsync(default);

        Assert.Equal("u1", await newer.Tombstones(Target, "User").IdOfAsync("Ana", default));
        var creates = newer.Creates(Target, "User");
        await creates.BeginAsync("BEN", "u3", default);
        Assert.Equal(new BegunCreate("u3"), await creates.FindAsync("ben", default));
        await creates.EndAsync("ben", default);
        Assert.Null(await creates.FindAsync("ben", default));
    }

    [Fact]
    public async Task What_older_gateways_kept_of_a_name_gets_a_key()
    {
        await Store.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO tombstones (target, type, id, name) VALUES ('peakon', 'User', 'u1', @name);"
                + "INSERT INTO creates (target, type, id, name) VALUES ('peakon', 'User', 'u2', @name)",
                new { name = StateKey.PlainName("Ana") }),
            default
        );
        Assert.Null(await Tables.Tombstones(Target, "User").IdOfAsync("ana", default));

        await Tables.PrepareAsync(default);

        Assert.Equal("u1", await Tables.Tombstones(Target, "User").IdOfAsync("ana", default));
        Assert.Equal(new BegunCreate("u2"), await Tables.Creates(Target, "User").FindAsync("ana", default));
        Assert.Equal(
            0L, await Store.ReadAsync(session => session.FirstAsync<long>("SELECT COUNT(*) FROM tombstones WHERE LENGTH(name) = 32"), default));
    }
}
