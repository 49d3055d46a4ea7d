using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

namespace ScimGateway.Stores.Tests.Contract;

/// <summary>What resources are owed: what a newer write replaces, who is found, what is over.</summary>
public abstract class OwedTests<THome> : StoreContract<THome>
    where THome : StoreHome, new()
{
    [Fact]
    public async Task What_is_owed_comes_back_as_it_was_written()
    {
        await Users.ChangeAsync("u1", Add(Manager("Ana@Example.org"), Whole("x")), default);

        var rows = await Users.OfAsync("u1", default);
        Assert.Equal(["", "manager"], rows.Select(row => row.Owed.Path));
        var (owed, row) = (rows[1].Owed, rows[1]);
        Assert.Equal((OwedKind.Reference, "User", "Ana@Example.org", "Ana@Example.org"), (owed.Kind, owed.WaitsType, owed.WaitsName, $"{owed.Value}"));
        Assert.Equal(("u1", "cause-1"), (row.Id, row.Cause));
        Assert.Equal(TimeSpan.FromDays(30), TimeSpan.FromMilliseconds(row.Until - row.Since));
        Assert.Empty(await Users.OfAsync("u2", default));
        Assert.Empty(await Groups.OfAsync("u1", default));
        Assert.Empty(await Tables.Owed("slack", "User").OfAsync("u1", default));
    }

    [Fact]
    public async Task Nobody_reads_a_name_or_a_value_in_the_database()
    {
        await Users.ChangeAsync("u1", Add(Manager("ana@example.org", "secret-value")), default);

        var raw = await Store.ReadAsync(session => session.QueryAsync<Raw>("SELECT value AS Value, waits_name AS Name FROM owed"), default);
        var row = Assert.Single(raw);
        Assert.DoesNotContain("ana", System.Text.Encoding.UTF8.GetString(row.Value), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(row.Value), StringComparison.Ordinal);
        Assert.Equal(Keys.Name("ANA@example.org"), row.Name);
    }

    [Fact]
    public async Task A_row_that_was_moved_to_another_person_is_not_opened()
    {
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        await Users.ChangeAsync("u2", Add(Manager("ben")), default);
        await Store.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE owed SET value = (SELECT value FROM owed WHERE lane = (SELECT id FROM lanes WHERE key = 'u1')) "
                + "WHERE lane = (SELECT id FROM lanes WHERE key = 'u2')"),
            default
        );

        var fault = await Assert.ThrowsAsync<ScimException>(() => Users.OfAsync("u2", default));
        Assert.Equal(
            "A value that the gateway keeps (state) cannot be opened: it was changed, or it belongs to another resource.", fault.Message);
        Assert.Equal(["ana"], Values(await Users.OfAsync("u1", default)));
    }

    [Fact]
    public async Task A_newer_reference_replaces_the_older_one_and_members_stand_beside_each_other()
    {
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        await Users.ChangeAsync("u1", Add(Manager("ben")), default);
        await Groups.ChangeAsync("g1", Add(Member("ana"), Member("ben")), default);
        await Groups.ChangeAsync("g1", Add(Member("ANA"), Member("cem")), default);

        Assert.Equal(["ben"], Values(await Users.OfAsync("u1", default)));
        var members = await Groups.OfAsync("g1", default);
        Assert.Equal(["ANA", "ben", "cem"], members.Select(row => row.Owed.WaitsName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_that_was_replaced_since_it_was_read_stays()
    {
        await Users.ChangeAsync("u1", Add(Whole("old")), default);
        var read = Assert.Single(await Users.OfAsync("u1", default));
        // Paid, and the same is owed again: what was read first is another row.
        await Users.ChangeAsync("u1", Remove(read), default);
        await Users.ChangeAsync("u1", Add(Whole("old")), default);
        await Users.ChangeAsync("u1", Remove(read), default);

        Assert.Equal(["old"], Values(await Users.OfAsync("u1", default)));
        await Users.ChangeAsync("u1", Remove([.. await Users.OfAsync("u1", default)]), default);
        Assert.Empty(await Users.OfAsync("u1", default));
    }

    [Fact]
    public async Task A_target_may_owe_from_its_first_row_to_its_last()
    {
        Assert.Equal(Store.IsShared, Users.MayOwe);
        await Users.ChangeAsync("u1", Add(Whole("x")), default);
        Assert.True(Users.MayOwe);
        Assert.Equal(Store.IsShared, Tables.Owed("slack", "User").MayOwe);

        await Users.ChangeAsync("u1", Remove([.. await Users.OfAsync("u1", default)]), default);
        Assert.Equal(Store.IsShared, Users.MayOwe);
        Assert.Empty(await Tables.AllLanes.ListAsync(null, null, 10, default));
    }

    [Fact]
    public void What_begins_empty_owes_nothing_before_anybody_has_looked()
    {
        var unprepared = new StateTables(Store, Keys);

        Assert.Equal(!Store.BeginsEmpty, unprepared.Owed(Target, "User").MayOwe);
    }

    [Fact]
    public async Task Who_owes_at_once_and_no_longer_is_known_exactly()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            await Users.ChangeAsync($"u{number}", Add(Whole("x")), default);
            await Users.ChangeAsync($"u{number}", Remove([.. await Users.OfAsync($"u{number}", default)]), default);
        }));

        Assert.Equal(Store.IsShared, Users.MayOwe);
    }

    [Fact]
    public async Task All_that_are_owed_something_at_a_path_are_found()
    {
        await Users.ChangeAsync("u2", Add(Manager("ana")), default);
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        await Users.ChangeAsync("u3", Add(Whole("x")), default);

        Assert.Equal(["u1", "u2"], await Users.IdsAsync(["manager"], 10, default));
        Assert.Equal(["u1"], await Users.IdsAsync(["manager", "members"], 1, default));
        var all = await Users.OfAsync(["u3", "u1", "u2", "u4"], default);
        Assert.Equal(["u1", "u2", "u3"], all.Select(rows => rows.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_over_is_owed_no_longer()
    {
        await Users.ChangeAsync("u1", Add(Whole("x") with { For = TimeSpan.FromSeconds(-1) }), default);

        Assert.Empty(await Users.OfAsync("u1", default));
        Assert.Empty(await Users.IdsAsync([""], 10, default));
        var claim = await ClaimAsync();
        Assert.Equal([""], await Lanes.ExpireAsync(claim, default));
        Assert.True(await Lanes.EndAsync(claim, new LaneOutcome(200, null, TimeSpan.Zero), default));
        Assert.Empty(await Tables.AllLanes.ListAsync(null, null, 10, default));
    }

    [Fact]
    public async Task Who_is_deleted_is_owed_nothing_and_nobody_waits_for_him()
    {
        await Users.ChangeAsync("u1", Add(Manager("ben")), default);
        await Users.ChangeAsync("u2", Add(Manager("Ana@example.org")), default);
        await Groups.ChangeAsync("g1", Add(Member("u1"), Member("cem")), default);
        await Tables.Owed("slack", "User").ChangeAsync("u9", Add(Manager("u1")), default);

        await Users.DeletedAsync("u1", ["u1", "ana@EXAMPLE.org"], default);

        Assert.Empty(await Users.OfAsync("u1", default));
        Assert.Empty(await Users.OfAsync("u2", default));
        Assert.Equal(["cem"], (await Groups.OfAsync("g1", default)).Select(row => row.Owed.WaitsName));
        Assert.Single(await Tables.Owed("slack", "User").OfAsync("u9", default));
        var counts = await Tables.OwedCountsAsync(default);
        Assert.Equal([(Target, 1), ("slack", 1)], counts.Select(one => (one.Target, one.Ready)));
    }

    [Fact]
    public async Task Who_appears_under_one_of_his_names_in_any_case_makes_due_who_waits_for_him()
    {
        await Users.ChangeAsync("u1", Add(Manager("Ana@Example.org")), default);
        await Groups.ChangeAsync("g1", Add(Member("7"), Member("8")), default);
        await Groups.ChangeAsync("g2", Add(Member("8")), default);
        Assert.Empty(await DueAsync());

        Assert.Equal(0, await Users.AppearedAsync(["ben"], default));
        Assert.Equal(0, await Groups.AppearedAsync(["7"], default));
        Assert.Equal(2, await Users.AppearedAsync(["7", "ANA@example.ORG"], default));

        Assert.Equal(["u1", "g1"], (await DueAsync()).Select(claim => claim.Id));
    }

    [Fact]
    public async Task After_a_change_of_keys_old_rows_are_found_replaced_and_opened()
    {
        await Groups.ChangeAsync("g1", Add(Member("ana")), default);
        var newer = new StateTables(Store, new StateKeys(StateKey.Random(), Keys.All));
        await newer.PrepareAsync(default);
        var groups = newer.Owed(Target, "Group");

        Assert.Equal(["ana"], (await groups.OfAsync("g1", default)).Select(row => row.Owed.WaitsName));
        await groups.ChangeAsync("g1", Add(Member("ANA")), default);
        Assert.Equal(["ANA"], (await groups.OfAsync("g1", default)).Select(row => row.Owed.WaitsName));
        await Tables.Owed(Target, "Group").ChangeAsync("g2", Add(Member("ana")), default);
        Assert.Equal(2, await newer.Owed(Target, "User").AppearedAsync(["Ana"], default));
    }

    [Fact]
    public async Task A_wrong_or_lost_key_is_refused_in_one_sentence()
    {
        var wrong = StateKeys.Random();
        var fault = await Assert.ThrowsAsync<ScimException>(() => new StateTables(Store, wrong).PrepareAsync(default));

        Assert.Equal(
            $"The gateway's own store (state) cannot be used: it holds values of the key {Keys.Current.Id}, and state.key is {wrong.Current.Id}; "
            + "name that key in state.previousKeys, or, if it is lost, run scim-gateway state forget --sealed.",
            fault.Message
        );
    }

    [Fact]
    public async Task A_write_that_changes_nothing_of_what_is_owed_makes_no_lane()
    {
        await Users.ChangeAsync("u1", new OwedChange([], [], "cause", null), default);
        await Users.ChangeAsync("u2", Add(Whole("x")), default);
        await Users.ChangeAsync("u1", Remove([.. await Users.OfAsync("u2", default)]), default);

        Assert.Equal(["u2"], (await Tables.AllLanes.ListAsync(null, null, 10, default)).Select(lane => lane.Id));
    }

    private sealed record Raw(byte[] Value, byte[] Name);
}
