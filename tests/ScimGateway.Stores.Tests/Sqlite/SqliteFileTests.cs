using Microsoft.Data.Sqlite;
using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Migrations;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Stores.Tests.Sqlite;

/// <summary>What only a file can do: outlive its store, be full, be locked, be newer.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly ManualClock clock = new();

    private string File => folder.File("data/gateway.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_owed_is_owed_after_a_restart_and_nobody_else_may_read_the_file()
    {
        var keys = StateKeys.Random();
        await using (var store = StateStore.Sqlite(File, clock))
        {
            var tables = new StateTables(store, keys);
            await tables.PrepareAsync(default);
            var change = new OwedChange([], [new OwedValue("", OwedKind.Update, "", "", null)], "cause", null);
            await tables.Owed("t", "User").ChangeAsync("u1", change, default);
            if (!OperatingSystem.IsWindows())
            {
                const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                Assert.Equal(Owner, System.IO.File.GetUnixFileMode(File));
                Assert.Equal(Owner, System.IO.File.GetUnixFileMode(File + "-wal"));
                Assert.Equal(Owner | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!));
            }

        }

        await using var again = StateStore.Sqlite(File, clock);
        var later = new StateTables(again, keys);
        Assert.True(later.Owed("slack", "User").MayOwe); // nobody has looked yet
        await later.PrepareAsync(default);
        Assert.Single(await later.Owed("t", "User").OfAsync("u1", default));
        Assert.True(later.Owed("t", "User").MayOwe);
        Assert.False(later.Owed("slack", "User").MayOwe);
    }

    [Fact]
    public async Task A_reader_waits_for_no_writer()
    {
        await using var store = StateStore.Sqlite(File, clock);
        await store.OpenAsync(default);
        long seen = await store.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO targets (target, paused_until, why) VALUES ('t', 0, '')");
                return await store.ReadAsync(reader => reader.FirstAsync<long>("SELECT COUNT(*) FROM targets"), default);
            },
            default
        );

        Assert.Equal(0, seen);
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var store = StateStore.Sqlite(File, clock);
        var fault = await Assert.ThrowsAsync<ScimException>(
            () => store.ReadAsync(session => session.ExecuteAsync("DELETE FROM targets"), default));

        Assert.Equal("The gateway's own store (state) cannot be used: SQLite error 8.", fault.Message);
    }

    [Fact]
    public async Task A_full_disk_is_one_sentence_and_works_again_when_there_is_room()
    {
        await using var store = StateStore.Sqlite(File, clock);
        await store.WriteAsync(session => session.ExecuteAsync("PRAGMA max_page_count = 1"), default);
        string why = new('x', 100_000);
        Task<int> PutAsync() => store.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO targets (target, paused_until, why) VALUES ('t', 0, @why)", new { why }), default);

        var fault = await Assert.ThrowsAsync<ScimException>(PutAsync);
        Assert.Equal((503, TimeSpan.FromSeconds(30)), (fault.Status, fault.RetryAfter));
        Assert.Equal("The gateway's own store (state) cannot be used: SQLite error 13.", fault.Message);

        await store.WriteAsync(session => session.ExecuteAsync("PRAGMA max_page_count = 100000"), default);
        Assert.Equal(1, await PutAsync());
    }

    [Fact]
    public async Task A_lock_of_another_process_is_one_sentence_and_works_again_after_it()
    {
        await using var store = StateStore.Sqlite(File, clock);
        await store.OpenAsync(default);
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");
        Task<int>[] waiting = [.. Enumerable.Range(0, 3).Select(number => store.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO targets (target, paused_until, why) VALUES (@number, 0, '')", new { number }),
            default))];

        foreach (var one in waiting) Assert.Equal(
            "The gateway's own store (state) cannot be used: SQLite error 5.", (await Assert.ThrowsAsync<ScimException>(() => one)).Message);
        Assert.Equal(0, await store.ReadAsync(session => session.FirstAsync<long>("SELECT COUNT(*) FROM targets"), default));
        await ExecuteAsync(other, "ROLLBACK");
        Assert.Equal(0, await store.WriteAsync(session => session.ExecuteAsync("DELETE FROM targets"), default));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_file_of_the_next_version_is_used_and_a_newer_one_is_refused(int newer, bool isRefused)
    {
        await using (var store = StateStore.Sqlite(File, clock)) await store.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO schema_version (n, applied_at) SELECT MAX(n) + @newer, 0 FROM schema_version", new { newer }),
            default);

        await using var older = StateStore.Sqlite(File, clock);
        if (!isRefused) await older.OpenAsync(default);
        else Assert.Equal(
            $"The gateway's own store (state) cannot be used: a newer gateway has changed it to version {Schema.Newest + 2}, "
            + $"and this one understands {Schema.Newest + 1} at most; start the newer one.",
            (await Assert.ThrowsAsync<ScimException>(() => older.OpenAsync(default))).Message);
    }

    [Fact]
    public async Task Two_that_open_a_new_file_at_once_make_its_tables_once()
    {
        await using var first = StateStore.Sqlite(File, clock);
        await using var second = StateStore.Sqlite(File, clock);
        await Task.WhenAll(Task.Run(() => first.OpenAsync(default)), Task.Run(() => second.OpenAsync(default)));

        const string Count = "SELECT COUNT(*) FROM schema_version";
        Assert.Equal(Schema.Newest, await second.ReadAsync(session => session.FirstAsync<long>(Count), default));
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
