using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using ScimGateway.Stores.Commits;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>The gateway's own store cannot be written for a while: clients come again, and then all is as they wanted
/// it.</summary>
public sealed class StateFaultTests : IAsyncLifetime
{
    private const string Mapping = """target({ can: { patch: false, delete: "deactivate" }, User: {} });""";

    // A row that needs pages of its own.
    private static readonly string Id = new('9', 6000);

    private readonly PutOnlyTarget target = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        gateway = await TestGateway.StartAsync(
            target.Url,
            Mapping,
            more: TestGateway.EachCallAlone,
            top: TestGateway.State("sqlite:data/gateway.db")
        );
        target.Store($"/Users/{Id}", $$"""{"id":"{{Id}}","userName":"ana","active":true,"title":"CTO"}""");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    /// <summary>As a full disk and a read-only one are to SQLite: errors 13 and 8.</summary>
    [Theory]
    [InlineData("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", 13)]
    [InlineData("PRAGMA query_only = 1", "PRAGMA query_only = 0", 8)]
    public Task A_deletion_that_cannot_be_remembered_is_503_and_its_repeat_converges(string breaks, string mends, int error) =>
        HoldAsync(() => ExecuteAsync(breaks), () => ExecuteAsync(mends), error);

    [Fact]
    public async Task So_is_one_while_another_process_has_locked_the_store()
    {
        await using var other = new SqliteConnection(
            $"Data Source={Path.Combine(gateway.Folder, "data", "gateway.db")};Pooling=False"
        );
        await other.OpenAsync();
        await HoldAsync(() => ExecuteAsync(other, "BEGIN IMMEDIATE"), () => ExecuteAsync(other, "ROLLBACK"), 5);
    }

    private async Task HoldAsync(Func<Task> breaks, Func<Task> mends, int error)
    {
        await breaks();
        var refused = (await gateway.DeleteAsync($"Users/{Id}")).IsScimError(503);
        Assert.Equal("30", refused.Response.Headers.RetryAfter?.ToString());
        Assert.Contains($"was deactivated, but not hidden; delete it again: The gateway's own store (state) cannot be used: SQLite error {error}.", refused.Detail, StringComparison.Ordinal);
        Assert.Equal("false", target.Stored($"/Users/{Id}").At("active"));
        Assert.Contains(
            await gateway.LogOfAsync(refused),
            line => line.Contains("503 (the gateway's state)", StringComparison.Ordinal)
        );

        await mends();
        Assert.Equal(204, (await gateway.DeleteAsync($"Users/{Id}")).Status);
        (await gateway.GetAsync($"Users/{Id}")).IsScimError(404);
        var back = await gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}"""
        );
        Assert.Equal((201, Id, "CTO"), (back.Status, back.Json.At("id"), target.Stored($"/Users/{Id}").At("title")));
    }

    // Where the gateway writes: each limit is one of a connection. Nobody uses it meanwhile.
    private Task ExecuteAsync(string sql) =>
        ExecuteAsync((SqliteConnection)Writer(Commits((StateStore)gateway.Host.State.Lasting.Store))!, sql);

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "commits")]
    private static extern ref GroupCommit Commits(StateStore store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "writer")]
    private static extern ref DbConnection? Writer(GroupCommit commits);
}
