using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Stores.Bench;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

// dotnet run -c Release --project bench/ScimGateway.Stores.Bench -- sqlite:/tmp/bench.db [lanes]
// dotnet run -c Release --project bench/ScimGateway.Stores.Bench -- "Host=…;Database=…" [lanes]
string where = args.Length > 0
    ? args[0]
    : throw new ArgumentException("Say where: sqlite:FILE, or a connection string of PostgreSQL.", nameof(args));
int lanes = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 500_000;
const int Callers = 64;

await using var store = where.StartsWith("sqlite:", StringComparison.Ordinal)
    ? StateStore.Sqlite(where["sqlite:".Length..], TimeProvider.System)
    : StateStore.Postgres(where, TimeProvider.System);
await store.OpenAsync(CancellationToken.None);
var tables = new StateTables(store, StateKeys.Random());
await tables.PrepareAsync(CancellationToken.None);
var owed = tables.Owed("app", "User");

Console.WriteLine($"{(store.IsShared ? "PostgreSQL" : "SQLite")}, {Environment.ProcessorCount} cores, {Callers} callers, {lanes} lanes");

int made = 0;
var making = await Measure.TimesAsync(lanes, Callers, async () =>
{
    int number = Interlocked.Increment(ref made);
    string boss = $"boss{number}@example.org";
    var value = new OwedValue("manager.value", OwedKind.Reference, "User", boss, JsonValue.Create(boss));
    await owed.ChangeAsync($"u{number}", new OwedChange([], [value], "cause", "client"), CancellationToken.None);
});
Measure.Print("references owed, each a unit of work", making, lanes);

int looked = 0;
var looks = await Measure.TimesAsync(20_000, Callers, () =>
    owed.OfAsync($"u{(Interlocked.Increment(ref looked) * 7919L % lanes) + 1}", CancellationToken.None));
Measure.Print("looks at what one resource is owed", looks, 20_000);

int came = 0;
var appearing = await Measure.TimesAsync(2_000, Callers, () =>
    owed.AppearedAsync([$"boss{Interlocked.Increment(ref came)}@example.org"], CancellationToken.None));
Measure.Print("somebody appeared, and a lane is due", appearing, 2_000);

var all = tables.Lanes("app");
var claiming = await Measure.TimesAsync(200, 1, async () =>
    Ensure(await all.ClaimAsync(10, TimeSpan.FromSeconds(60), "bench", CancellationToken.None)));
Measure.Print($"claims of 10 among {lanes} lanes, one after the other", claiming, 200);
Console.WriteLine($"memory: {Process.GetCurrentProcess().WorkingSet64 / 1_000_000} MB");

static void Ensure(IReadOnlyList<LaneClaim> claimed)
{
    if (claimed.Count != 10) throw new InvalidOperationException($"{claimed.Count} lanes were claimed in place of 10.");
}
