using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Remembered;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Commands;

/// <summary>Commands over real files; one of them was written by a gateway that knew neither keys nor versions.</summary>
public sealed class StateCommandTests : IDisposable
{
    private const string Older = "YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=";

    private readonly ScratchFolder folder = new();

    private string Config => folder.At("gateway.yaml");

    public StateCommandTests()
    {
        folder.Write("state.key", TestGateway.StateKeyText);
        folder.Write("older.key", Older);
        Write(TestGateway.State("sqlite:gateway.db"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_of_a_gateway_without_keys_is_taken_over_with_everything_in_it()
    {
        File.Copy(Path.Combine(Repository.Root, "tests/ScimGateway.Tests/Commands/state-of-version-0.db"), folder.At("gateway.db"));

        var run = await CommandRun.OfAsync("state", "migrate", Config);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("gateway.db is of version 2.", run.Output, StringComparison.Ordinal);
        await using var store = Store("gateway.db");
        var tables = new StateTables(store, Keys(TestGateway.StateKeyText));
        var users = tables.Tombstones("peakon", "User");
        Assert.Equal(["u1", "u2", "u3"], (await users.IdsAsync(default)).Order(StringComparer.Ordinal));
        Assert.Equal("u3", await users.IdOfAsync("ANA@example.org", default));
        Assert.Equal("u2", await users.IdOfAsync("ben@example.org", default));
        Assert.Equal("g1", await tables.Tombstones("leapsome", "Group").IdOfAsync("sales", default));
        Assert.Equal(new WrittenName("Sales & Co", "sales-co"), await tables.Names("slack", "Group").FindAsync("g7", default));
        var creates = tables.Creates("peakon", "User");
        Assert.Equal(new BegunCreate("u9"), await creates.FindAsync("cem@example.org", default));
        Assert.Equal(new BegunCreate(null), await creates.FindAsync("dora@example.org", default));
        const string Plain = "SELECT COUNT(*) FROM tombstones WHERE LENGTH(name) = 32";
        Assert.Equal(0, await store.ReadAsync(session => session.FirstAsync<long>(Plain), default));
    }

    [Fact]
    public async Task What_is_held_is_counted_by_target_and_a_lost_key_is_told()
    {
        await FillAsync(TestGateway.StateKeyText);
        var good = await CommandRun.OfAsync("state", "check", Config);
        Write("state: { store: 'sqlite:gateway.db', key: file:older.key }");
        var lost = await CommandRun.OfAsync("state", "check", Config);

        Assert.True(good.ExitCode == 0, good.Output);
        string id = StateKey.Parse(TestGateway.StateKeyText)!.Id;
        Assert.Contains($"key {id}: in the config", good.Output, StringComparison.Ordinal);
        foreach (string line in new[] { "app: 1 creates", "app: 1 names", "app: 2 owed", "app: 1 tombstones" })
            Assert.Contains(line, good.Output, StringComparison.Ordinal);
        Assert.Equal(1, lost.ExitCode);
        Assert.Contains($"key {id}: lost; name it in state.previousKeys", lost.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_holds_the_same_and_goes_into_an_empty_store_only()
    {
        await FillAsync(TestGateway.StateKeyText);
        var run = await CommandRun.OfAsync("state", "copy", Config, "--to", "sqlite:copy.db");
        var again = await CommandRun.OfAsync("state", "copy", Config, "--to", "sqlite:copy.db");
        var memory = await CommandRun.OfAsync("state", "copy", Config, "--to", "memory");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("7 rows copied", run.Output, StringComparison.Ordinal);
        await HoldsAsync("copy.db", "app", Keys(TestGateway.StateKeyText));
        Assert.Equal((1, 1), (again.ExitCode, memory.ExitCode));
        Assert.Contains("the store to copy into holds keys already; name an empty one.", again.Output, StringComparison.Ordinal);
        Assert.Contains("would end with this command", memory.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_change_of_keys_values_are_sealed_anew_and_names_keep_the_older_one_until_they_end()
    {
        await FillAsync(Older);
        Write("state: { store: 'sqlite:gateway.db', key: file:state.key, previousKeys: [ file:older.key ] }");

        var run = await CommandRun.OfAsync("state", "rekey", Config);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"2 values are sealed with the key {StateKey.Parse(TestGateway.StateKeyText)!.Id} now.", run.Output, StringComparison.Ordinal);
        Assert.Contains($"2 names of deleted or half created resources stay with {StateKey.Parse(Older)!.Id} until they end.", run.Output, StringComparison.Ordinal);
        await HoldsAsync("gateway.db", "app", new StateKeys(StateKey.Parse(TestGateway.StateKeyText)!, [StateKey.Parse(Older)!]));
        await using (var store = Store("gateway.db"))
        {
            var tables = new StateTables(store, Keys(TestGateway.StateKeyText));
            Assert.Equal(2, (await tables.Owed("app", "User").OfAsync("u1", default)).Count);
            var both = new StateTables(store, new StateKeys(StateKey.Parse(TestGateway.StateKeyText)!, [StateKey.Parse(Older)!]));
            await both.Tombstones("app", "User").ForgetAsync("u2", default);
            await both.Creates("app", "User").EndAsync("cem", default);
        }

        var last = await CommandRun.OfAsync("state", "rekey", Config);
        Assert.Contains("No other key is needed any more: previousKeys can go.", last.Output, StringComparison.Ordinal);
        await using var without = Store("gateway.db");
        await new StateTables(without, Keys(TestGateway.StateKeyText)).PrepareAsync(default);
    }

    [Fact]
    public async Task What_no_key_opens_can_be_given_up_and_the_store_is_used_again()
    {
        await FillAsync(Older);
        await using (var store = Store("gateway.db"))
        {
            var other = new StateTables(store, Keys(TestGateway.StateKeyText));
            await Assert.ThrowsAsync<ScimException>(() => other.PrepareAsync(default));
        }

        var run = await CommandRun.OfAsync("state", "forget", "--sealed", Config);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("Forgotten: 2 values that targets are owed, 1 half creates.", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 deleted resources stay deleted", run.Output, StringComparison.Ordinal);
        await using var again = Store("gateway.db");
        var tables = new StateTables(again, Keys(TestGateway.StateKeyText));
        await tables.PrepareAsync(default);
        Assert.False(tables.Owed("app", "User").MayOwe);
        Assert.True(await tables.Tombstones("app", "User").HasAsync("u2", default));
    }

    [Fact]
    public async Task A_target_that_is_called_otherwise_keeps_its_rows()
    {
        await FillAsync(TestGateway.StateKeyText);
        var run = await CommandRun.OfAsync("state", "rename-target", "app", "hr", "--config", Config);
        var again = await CommandRun.OfAsync("state", "rename-target", "app", "hr", "--config", Config);

        Assert.True(run.ExitCode == 0, run.Output);
        await HoldsAsync("gateway.db", "hr", Keys(TestGateway.StateKeyText));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("There is nothing of app.", again.Output, StringComparison.Ordinal);
        await FillAsync(TestGateway.StateKeyText);
        var taken = await CommandRun.OfAsync("state", "rename-target", "app", "hr", "--config", Config);
        Assert.Contains("it holds tombstones of hr already.", taken.Output, StringComparison.Ordinal);
        await HoldsAsync("gateway.db", "app", Keys(TestGateway.StateKeyText));
    }

    [Fact]
    public async Task A_key_is_new_each_time_and_nothing_else_is_printed()
    {
        var (one, other) = (await CommandRun.OfAsync("state", "key"), await CommandRun.OfAsync("state", "key"));

        Assert.NotNull(StateKey.Parse(one.Output));
        Assert.NotEqual(one.Output, other.Output);
    }

    [Theory]
    [InlineData("state: memory", "check", "state is memory, which only a running gateway has")]
    [InlineData("state: sqlite:gateway.db", "rekey", "state has no key; write state: { key: file:state.key }")]
    [InlineData("state: sqlite:/proc/none/gateway.db", "check", "The gateway's own store (state) cannot be used: ")]
    [InlineData("state: nowhere", "check", "is no store; write sqlite:PATH, postgres:env:NAME, or memory")]
    public async Task What_cannot_be_done_is_one_sentence(string state, string command, string fault)
    {
        Write(state);

        var run = await CommandRun.OfAsync("state", command, Config);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_of_whom_is_told_by_check_and_a_missing_key_is_a_fault()
    {
        const string Mapping = """target({ User: {}, can: { patch: false, delete: "deactivate" } });""";
        folder.Write("app/mapping.js", Mapping);
        var good = await CommandRun.OfAsync("check", Config);
        Write("");
        folder.Write("app/mapping.js", Mapping);
        var keyless = await CommandRun.OfAsync("check", Config);

        Assert.True(good.ExitCode == 0, good.Output);
        Assert.Contains(
            $"stored: app: which Users are deleted (ids, and keyed hashes of names): in sqlite:{folder.At("gateway.db")}",
            good.Output, StringComparison.Ordinal);
        Assert.Equal(1, keyless.ExitCode);
        Assert.Contains("state.key: is missing, and the gateway keeps of app which Users are deleted (ids, and keyed hashes of names); write state: { store: \"sqlite:data/gateway.db\", key: file:state.key }, and make the key with (umask 077 && scim-gateway state key > state.key)", keyless.Output, StringComparison.Ordinal);
    }

    private static StateKeys Keys(string text) => new(StateKey.Parse(text)!, []);

    private StateStore Store(string file) => StateStore.Sqlite(folder.At(file), TimeProvider.System);

    private void Write(string state)
    {
        folder.Write("app/mapping.js", "target({ User: {} });");
        folder.Write("gateway.yaml", $$"""
            {{state}}
            clients: [ { name: test, token: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, target: app } ]
            targets: [ { name: app, url: "https://app.example", auth: none, mapping: app } ]
            """);
    }

    private async Task FillAsync(string key)
    {
        await using var store = Store("gateway.db");
        var tables = new StateTables(store, Keys(key));
        await tables.PrepareAsync(default);
        var manager = new OwedValue("manager", OwedKind.Reference, "User", "Ana", "Ana");
        var whole = new OwedValue("", OwedKind.Update, "", "", null);
        await tables.Owed("app", "User").ChangeAsync("u1", new OwedChange([], [manager, whole], "cause", "okta"), default);
        await tables.Tombstones("app", "User").BuryAsync("u2", "ben", default);
        await tables.Names("app", "Group").RememberAsync("g1", new WrittenName("Sales & Co", "sales-co"), default);
        await tables.Creates("app", "User").BeginAsync("cem", "u3", default);
    }

    private async Task HoldsAsync(string file, string target, StateKeys keys)
    {
        await using var store = Store(file);
        var tables = new StateTables(store, keys);
        await tables.PrepareAsync(default);
        var owed = await tables.Owed(target, "User").OfAsync("u1", default);
        Assert.Equal(["", "Ana"], owed.Select(row => row.Owed.WaitsName));
        Assert.Equal(1, await tables.Owed(target, "User").AppearedAsync(["ANA"], default));
        Assert.Equal("u2", await tables.Tombstones(target, "User").IdOfAsync("Ben", default));
        Assert.Equal("sales-co", (await tables.Names(target, "Group").FindAsync("g1", default))!.Stored);
        Assert.Equal("u3", (await tables.Creates(target, "User").FindAsync("CEM", default))!.Id);
    }
}
