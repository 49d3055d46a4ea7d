using System.Globalization;
using Npgsql;
using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Care;
using ScimGateway.Stores.Migrations;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

namespace ScimGateway.Stores.Tests.Postgres;

/// <summary>What only a server can do: be away, come back, be used by several.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresServerTests
{
    private const string Put = "INSERT INTO targets (target, paused_until, why) VALUES (@name, 0, '')";

    private static PostgresServer Server => PostgresServer.Current;

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task A_server_that_is_away_is_one_sentence_and_nothing_is_lost_when_it_is_back(string how)
    {
        await using var store = StateStore.Postgres(await Server.NewDatabaseAsync(), TimeProvider.System);
        await PutAsync(store, "before");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => NamesAsync(store))); // connections that will be stale
        await Server.StopAsync(how);
        try
        {
            foreach (Func<Task> use in new Func<Task>[] { () => PutAsync(store, "away"), () => NamesAsync(store) })
            {
                var fault = await Assert.ThrowsAsync<ScimException>(use);
                Assert.Equal((503, TimeSpan.FromSeconds(30)), (fault.Status, fault.RetryAfter));
                Assert.StartsWith("The gateway's own store (state) cannot be used: PostgreSQL ", fault.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("127.0.0.1", fault.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            await Server.StartAsync();
        }

        await PutAsync(store, "after");
        Assert.Equal(["after", "before"], await NamesAsync(store));
    }

    [Fact]
    public async Task A_restart_between_two_uses_is_not_noticed()
    {
        await using var store = StateStore.Postgres(await Server.NewDatabaseAsync(), TimeProvider.System);
        await PutAsync(store, "before");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => NamesAsync(store)));
        await Server.StopAsync("fast");
        await Server.StartAsync();

        await PutAsync(store, "after");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => NamesAsync(store)));
        Assert.Equal(["after", "before"], await NamesAsync(store));
    }

    [Fact]
    public async Task A_lock_of_somebody_else_is_one_sentence_and_holds_up_nobody_beside()
    {
        string database = await Server.NewDatabaseAsync();
        await using var store = StateStore.Postgres(database, TimeProvider.System);
        await PutAsync(store, "locked");
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT 1 FROM targets FOR UPDATE", other, transaction))
            await command.ExecuteNonQueryAsync();

        var waiting = store.WriteAsync(session => session.ExecuteAsync("DELETE FROM targets WHERE target = 'locked'"), default);
        var beside = PutAsync(store, "beside");

        Assert.Equal(
            "The gateway's own store (state) cannot be used: PostgreSQL did not answer within 5 seconds.",
            (await Assert.ThrowsAsync<ScimException>(() => waiting)).Message);
        await BusyOrDoneAsync(beside);
        await transaction.RollbackAsync();
        await PutAsync(store, "after");
        Assert.Contains("locked", await NamesAsync(store));
    }

    [Fact]
    public async Task Two_that_deadlock_are_both_done()
    {
        string database = await Server.NewDatabaseAsync();
        await using var one = StateStore.Postgres(database, TimeProvider.System);
        await using var other = StateStore.Postgres(database, TimeProvider.System);
        await PutAsync(one, "a");
        await PutAsync(other, "b");
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());

        await Task.WhenAll(CrossAsync(one, "a", "b", first, second), CrossAsync(other, "b", "a", second, first));

        Assert.Equal(4, await one.ReadAsync(session => session.FirstAsync<long>("SELECT SUM(paused_until)::bigint FROM targets"), default));
    }

    [Fact]
    public async Task Gateways_that_start_together_migrate_once()
    {
        string database = await Server.NewDatabaseAsync();
        StateStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => StateStore.Postgres(database, TimeProvider.System))];
        await Task.WhenAll(stores.Select(store => store.OpenAsync(default)));

        const string Count = "SELECT COUNT(*) FROM schema_version";
        Assert.Equal(Schema.Newest, await stores[0].ReadAsync(session => session.FirstAsync<long>(Count), default));
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task A_schema_of_a_newer_gateway_is_refused()
    {
        string database = await Server.NewDatabaseAsync();
        const string Newer = "INSERT INTO schema_version (n, applied_at) SELECT MAX(n) + 2, 0 FROM schema_version";
        await using (var store = StateStore.Postgres(database, TimeProvider.System))
            await store.WriteAsync(session => session.ExecuteAsync(Newer), default);

        await using var older = StateStore.Postgres(database, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<ScimException>(() => older.OpenAsync(default));
        Assert.EndsWith("start the newer one.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_gateways_change_one_resource_and_lose_nothing()
    {
        string database = await Server.NewDatabaseAsync();
        await using var one = StateStore.Postgres(database, TimeProvider.System);
        await using var other = StateStore.Postgres(database, TimeProvider.System);
        var keys = StateKeys.Random();
        StateTables[] tables = [new(one, keys), new(other, keys)];
        OwedResources[] groups = [.. tables.Select(each => each.Owed("t", "Group"))];

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            string name = $"u{number}";
            var member = new OwedValue("members", OwedKind.Members, "User", name, name);
            await groups[number % 2].ChangeAsync("g1", new OwedChange([], [member], "cause", null), default);
            if (number % 4 == 0) await tables[(number + 1) % 2].Owed("t", "User").DeletedAsync(name, [name], default);
            if (number % 5 != 0) return;
            var row = (await groups[number % 2].OfAsync("g1", default)).FirstOrDefault(row => row.Owed.WaitsName == name);
            var paid = new OwedChange(row is null ? [] : [row], [], "cause", null);
            await groups[(number + 1) % 2].ChangeAsync("g1", paid, default);
        }));

        var left = await groups[0].OfAsync("g1", default);
        var expected = Enumerable.Range(0, 200).Where(number => number % 4 != 0 && number % 5 != 0);
        Assert.Equal(expected, left.Select(row => int.Parse(row.Owed.WaitsName[1..], CultureInfo.InvariantCulture)).Order());
        const string Pending = "SELECT pending FROM lanes";
        Assert.Equal(left.Count, await one.ReadAsync(session => session.FirstAsync<long>(Pending), default));
    }

    [Fact]
    public async Task Two_gateways_claim_each_lane_once()
    {
        string database = await Server.NewDatabaseAsync();
        await using var one = StateStore.Postgres(database, TimeProvider.System);
        await using var other = StateStore.Postgres(database, TimeProvider.System);
        var keys = StateKeys.Random();
        StateTables[] tables = [new(one, keys), new(other, keys)];
        var whole = new OwedChange([], [new OwedValue("", OwedKind.Update, "", "", null)], "cause", null);
        var users = tables[0].Owed("t", "User");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => users.ChangeAsync($"u{number}", whole, default)));

        var claims = await Task.WhenAll(Enumerable.Range(0, 60).Select(worker =>
            tables[worker % 2].Lanes("t").ClaimAsync(5, TimeSpan.FromMinutes(1), $"w{worker}", default)));

        string[] claimed = [.. claims.SelectMany(some => some).Select(claim => claim.Id)];
        Assert.Equal(claimed.Length, claimed.Distinct(StringComparer.Ordinal).Count());
        Assert.All(claims, some => Assert.InRange(some.Count, 0, 5));
    }

    [Fact]
    public async Task What_a_file_holds_is_copied_into_a_server_and_back()
    {
        var keys = StateKeys.Random();
        await using var memory = StateStore.Memory(TimeProvider.System);
        await using var server = StateStore.Postgres(await Server.NewDatabaseAsync(), TimeProvider.System);
        await using var back = StateStore.Memory(TimeProvider.System);
        var tables = new StateTables(memory, keys);
        await tables.PrepareAsync(default);
        var manager = new OwedValue("manager", OwedKind.Reference, "User", "Ana", "Ana");
        await tables.Owed("t", "User").ChangeAsync("u1", new OwedChange([], [manager], "cause", null), default);
        await tables.Tombstones("t", "User").BuryAsync("u3", "ben", default);
        await tables.Tombstones("t", "User").BuryAsync("u2", "ben", default);
        await tables.Creates("t", "User").BeginAsync("cem", null, default);

        Assert.Equal(6, await StateCopy.ToAsync(memory, server, default));
        Assert.Equal(6, await StateCopy.ToAsync(server, back, default));

        foreach (var copy in new[] { server, back })
        {
            var there = new StateTables(copy, keys);
            await there.PrepareAsync(default);
            Assert.Equal("Ana", Assert.Single(await there.Owed("t", "User").OfAsync("u1", default)).Owed.WaitsName);
            Assert.Equal("u2", await there.Tombstones("t", "User").IdOfAsync("ben", default));
            Assert.Null((await there.Creates("t", "User").FindAsync("cem", default))!.Id);
            Assert.Equal(1, await there.Owed("t", "User").AppearedAsync(["ana"], default));
            Assert.Single(await there.Lanes("t").ClaimAsync(1, TimeSpan.FromMinutes(1), "me", default));
        }
    }

    [Theory]
    [InlineData("not a connection string")]
    [InlineData("Host=db;Nonsense=1")]
    [InlineData("Database=gateway")]
    public void A_text_that_reaches_no_server_is_told(string text) => Assert.NotNull(StateStore.FaultOfPostgres(text));

    // It shared a commit with the one that waited, and the second try may have waited for it again.
    private static async Task BusyOrDoneAsync(Task<int> beside)
    {
        try
        {
            Assert.Equal(1, await beside);
        }
        catch (ScimException fault)
        {
            Assert.Equal(503, fault.Status);
        }
    }

    private static Task<int> CrossAsync(
        StateStore store, string own, string others, TaskCompletionSource mine, TaskCompletionSource theirs) =>
        store.WriteAsync(
            async session =>
            {
                const string Sql = "UPDATE targets SET paused_until = paused_until + 1 WHERE target = @name";
                await session.ExecuteAsync(Sql, new { name = own });
                mine.TrySetResult();
                await theirs.Task;
                return await session.ExecuteAsync(Sql, new { name = others });
            },
            default
        );

    private static Task<int> PutAsync(StateStore store, string name) =>
        store.WriteAsync(session => session.ExecuteAsync(Put, new { name }), default);

    private static Task<IReadOnlyList<string>> NamesAsync(StateStore store) =>
        store.ReadAsync(session => session.QueryAsync<string>("SELECT target FROM targets ORDER BY target"), default);
}
