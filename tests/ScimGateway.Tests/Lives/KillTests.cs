using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox;
using ScimGateway.Tests.Clients.Stories;
using ScimGateway.Tests.Running;
using ScimGateway.Tests.Scimmy;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Lives;

/// <summary>The gateway's process is killed in the middle of a request, as in a power cut, and started again; the client repeats
/// what had no answer. At the end the target holds what it holds on a day without kills.</summary>
/// <remarks>Without the environment's variables a few fixed points per mapping. <c>SCIM_KILL_ROUNDS=10 SCIM_KILL_SEED=7
/// ./test.sh 'FullyQualifiedName~KillTests'</c> kills each request of a day once per round, at a call that the seed
/// chooses.</remarks>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Schema = "urn:ietf:params:scim:schemas:core:2.0:";

    /// <summary>Of the requests of a day, how many are killed when nobody asks for rounds.</summary>
    private const int FewKills = 2;

    private static readonly int Rounds = Number("SCIM_KILL_ROUNDS", 0);

    private static readonly int Seed = Number("SCIM_KILL_SEED", 1);

    /// <summary>Those that have a sandbox, save the one that is read only: nothing written can be lost there. One of them
    /// once more without what finds the half of its creates.</summary>
    public static TheoryData<string, string, string> Mappings
    {
        get
        {
            var data = new TheoryData<string, string, string> { { "peakon", ", adopt: \"userName\"", "" } };
            foreach (string mapping in Repository.Mappings.Intersect(SandboxServer.Names).Except(["alexishr"]))
                data.Add(mapping, "", "");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task What_a_client_repeats_after_a_kill_is_there_once_and_whole(string mapping, string from, string to)
    {
        var whole = await LiveAsync(mapping, (from, to), new Dictionary<int, KillPoint>());
        int[] killable = [.. Enumerable.Range(0, whole.Calls.Length).Where(step => whole.Calls[step] > 0)];
        int kills = 0;
        for (int round = 0; round < Math.Max(Rounds, 1); round++)
        {
            var random = new Random(Seed + round);
            random.Shuffle(killable);
            var points = killable.Take(Rounds > 0 ? killable.Length : FewKills).ToDictionary(
                step => step, step => new KillPoint(random.Next(whole.Calls[step]) + 1, IsStored: random.Next(2) == 0));
            var killed = await LiveAsync(mapping, (from, to), points);
            kills += killed.Kills;

            string where = $"SCIM_KILL_SEED={Seed + round}, killed at {string.Join(", ", points)}";
            Assert.True(whole.Held == killed.Held, $"{where}: the target holds\n{killed.Held}\nand should hold\n{whole.Held}");
            Assert.True(points.Count == killed.Kills, $"{where}: {killed.Kills} of {points.Count} kills happened.");
        }

        string calls = string.Join(' ', whole.Calls);
        output.WriteLine($"{mapping}{to}: {kills} kills, all converged; calls per request without: {calls}\n{whole.Held}");
    }

    /// <summary>A day of a client.</summary>
    /// <returns>What the target holds then, how many calls each request took, and how often the process was killed.</returns>
    private static async Task<(string Held, int[] Calls, int Kills)> LiveAsync(
        string mapping, (string From, string To) change, Dictionary<int, KillPoint> points)
    {
        await using var target = await StoryTarget.OfSandboxAsync(mapping);
        using var folder = new ScratchFolder();
        await using var day = new KilledDay(target, change, folder, points);
        await day.StartAsync();
        await day.CreateUserAsync("ana@example.org", User("ana", "Analyst"));
        await day.CreateUserAsync("bo@example.org", User("bo", "Buyer"));
        string promotion = Bodies.Patch("""{"op":"replace","path":"title","value":"Architect"}""");
        await day.SendAsync(HttpMethod.Patch, "Users/{ana@example.org}", promotion);
        await day.SendAsync(HttpMethod.Put, "Users/{bo@example.org}", User("bo", "Boss"));
        await day.CreateGroupAsync("Team", """{"value":"{ana@example.org}"}""");
        await day.SendAsync(HttpMethod.Patch, "Groups/{Team}", KilledDay.Joining("""{"value":"{bo@example.org}"}"""));
        await day.SendAsync(HttpMethod.Delete, "Users/{bo@example.org}", null);
        await day.CreateUserAsync("bo@example.org", User("bo", "Again"));
        await day.BulkAsync("Club", """{"value":"bulkId:cy"},{"value":"bulkId:di"}""",
            [("cy", User("cy", "Clerk", manager: "bulkId:di")), ("di", User("di", "Dean", manager: "bulkId:cy"))]);
        await day.SendAsync(HttpMethod.Delete, "Groups/{Team}", null);
        await day.CreateGroupAsync("Team", """{"value":"{bo@example.org}"}""");
        return (Named(await target.OwnAsync()), day.Calls, day.Kills);
    }

    internal static string User(string name, string title, string? manager = null) => new JsonObject
    {
        ["schemas"] = new JsonArray(Schema + "User", Bodies.Enterprise),
        ["userName"] = name + "@example.org",
        ["externalId"] = "x-" + name,
        ["displayName"] = name + " Lee",
        ["name"] = new JsonObject { ["givenName"] = name, ["familyName"] = "Lee" },
        ["emails"] = new JsonArray(new JsonObject { ["value"] = name + "@example.org", ["type"] = "work", ["primary"] = true }),
        ["title"] = title,
        ["active"] = true,
        [Bodies.Enterprise] = manager is null
            ? new JsonObject()
            : new JsonObject { ["manager"] = new JsonObject { ["value"] = manager } },
    }.ToJsonString();

    // Ids differ from day to day: a resource is named by its place among all, which are ordered by what they say without ids.
    internal static string Named(JsonObject held)
    {
        var all = held.SelectMany(kind => kind.Value!.AsArray()
            .Select(one => (Kind: kind.Key, Id: one!["id"]!.ToString(), Text: one.ToJsonString()))).ToList();
        all = [.. all.OrderBy(one => one.Kind + With(one.Text, (_, _) => ""), StringComparer.Ordinal)];
        return string.Join('\n', all.Select(one => With(one.Text, (kind, place) => $"{kind}#{place}")));

        string With(string text, Func<string, int, string> name) => all.Index().Aggregate(
            text, (told, one) =>
                told.Replace($"\"{one.Item.Id}\"", $"\"{name(one.Item.Kind, one.Index)}\"", StringComparison.Ordinal));
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : usual;
}
