using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Clients.Stories;
using ScimGateway.Tests.Emulation.Owed;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;
using ScimGateway.Tests.Scimmy;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Lives;

/// <summary>One pass of an HR system: people in no order, with managers in three levels and a circle, groups before their
/// members, a target that is down in the middle, and a gateway whose process is killed. At the end the target holds what it holds
/// when everybody comes after whom they name, and nothing happens to anybody.</summary>
/// <remarks><c>SCIM_ONE_PASS_PEOPLE=200 SCIM_ONE_PASS_KILLS=200 ./test.sh 'FullyQualifiedName~OnePass'</c> is the long
/// form.</remarks>
public sealed class OnePassTests(ScimmyFixture scimmy, ITestOutputHelper output) : IClassFixture<ScimmyFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private static readonly int People = Number("SCIM_ONE_PASS_PEOPLE", 16);

    private static readonly int Kills = Number("SCIM_ONE_PASS_KILLS", 4);

    private static readonly int Seed = Number("SCIM_ONE_PASS_SEED", 1);

    [Theory]
    [InlineData("leapsome")]
    [InlineData("peakon")]
    [InlineData("slack")]
    [InlineData("scimmy")]
    public async Task One_pass_is_enough(string mapping)
    {
        var random = new Random(Seed);
        var orderly = await LiveAsync(mapping, [.. Orderly(), .. Changes()], random, kills: 0, expected: null);
        Assert.Contains("manager", orderly.Held, StringComparison.OrdinalIgnoreCase);
        Step[] shuffled = [.. Creates(), .. Changes()];
        random.Shuffle(shuffled.AsSpan(0, People + 3)); // creates in any order; changes come after
        var (held, kills) = await LiveAsync(mapping, shuffled, random, Kills, orderly.Held);

        output.WriteLine($"{mapping}: {People} people, {kills} kills");
        Assert.True(orderly.Held == held, $"SCIM_ONE_PASS_SEED={Seed}: the target holds\n{held}\nand should hold\n{orderly.Held}");
    }

    private sealed record Step(Func<KilledDay, Task> DoAsync);

    private static IEnumerable<Step> Creates() =>
    [
        .. Everybody.Select(number => new Step(day => day.CreateUserAsync(Mail(number), User(number, "Analyst")))),
        .. Groups,
    ];

    // Nobody names somebody who is not there.
    private static IEnumerable<Step> Orderly() =>
    [
        .. Everybody.Select(number => new Step(day =>
            day.CreateUserAsync(Mail(number), KillTests.User($"p{number}", "Analyst")))),
        .. Everybody.Select(number => new Step(day => day.SendAsync(
            HttpMethod.Put, $"Users/{{{Mail(number)}}}", User(number, "Analyst")))),
        .. Groups,
    ];

    private static IEnumerable<int> Everybody => Enumerable.Range(0, People);

    private static IEnumerable<Step> Groups => Enumerable.Range(0, 3)
        .Select(team => new Step(day => day.CreateGroupAsync($"Team {team}", Members(team))));

    private static IEnumerable<Step> Changes()
    {
        yield return new(day => day.SendAsync(HttpMethod.Patch, $"Users/{{{Mail(1)}}}",
            Bodies.Patch("""{"op":"replace","path":"title","value":"Architect"}""")));
        yield return new(day => day.SendAsync(HttpMethod.Put, $"Users/{{{Mail(2)}}}", User(2, "Boss")));
        yield return new(day => day.SendAsync(
            HttpMethod.Patch,
            "Groups/{Team 1}",
            KilledDay.Joining($$"""{"value":"{{{Mail(2)}}}"}""")
        ));
        yield return new(day => day.SendAsync(HttpMethod.Delete, $"Users/{{{Mail(3)}}}", null));
    }

    // Three levels; the first two manage each other.
    private static int ManagerOf(int number) => number switch
    {
        0 => 1,
        1 => 0,
        < 5 => 0,
        _ => 1 + (number % 2),
    };

    private static string Members(int team) => string.Join(',', Enumerable.Range(0, People)
        .Where(number => number % 3 == team && number != 3).Select(number => $$"""{"value":"{{Mail(number)}}"}"""));

    private async Task<(string Held, int Kills)> LiveAsync(
        string mapping, Step[] steps, Random random, int kills, string? expected)
    {
        await using var target = await StoryTarget.StartAsync(mapping, scimmy.Server);
        using var folder = new ScratchFolder();
        int[] killed = [.. Enumerable.Range(0, steps.Length)];
        random.Shuffle(killed);
        var points = killed.Take(kills).ToDictionary(
            step => step, _ => new KillPoint(random.Next(3) + 1, IsStored: random.Next(2) == 0));
        await using var day = new KilledDay(target, ("", ""), folder, points)
        {
            Script = mapping == "scimmy" ? OwedReferenceTests.Mapping : null,
            Top = "state: { store: \"sqlite:data/gateway.db\", key: file:key }",
            Refusal = mapping == "scimmy" ? request => RefusalAsync(target, request) : _ => Task.FromResult<string?>(null),
        };
        folder.Write("key", Convert.ToBase64String(new byte[32]));
        await day.StartAsync();
        for (int number = 0; number < steps.Length; number++)
        {
            if (expected is not null && number == steps.Length / 2) day.Down = 3;
            await steps[number].DoAsync(day);
        }

        string held = await HeldAsync(target);
        if (expected is not null) await day.WaitAsync(async () => (held = await HeldAsync(target)) == expected, Patience);
        if (expected is not null && held != expected)
            output.WriteLine((await GatewayProcess.RunAsync(folder.Path, "owed", "--format", "json")).Output);
        return (held, day.Kills);
    }

    // scimmy takes references to nobody; most servers do not.
    private static async Task<string?> RefusalAsync(StoryTarget target, TargetRequest request)
    {
        if (request.Body.Length == 0) return null;
        var users = (await target.OwnAsync())["Users"]?.AsArray() ?? [];
        var there = users.Select(user => user!["id"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        return NamedIn(JsonNode.Parse(request.Body), "").FirstOrDefault(id => !there.Contains(id)) is { } nobody
            ? $"{nobody} is nobody"
            : null;
    }

    private static IEnumerable<string> NamedIn(JsonNode? json, string around) => json switch
    {
        JsonArray list => list.SelectMany(one => NamedIn(one, around)),
        JsonObject one when one["op"] is not null => NamedIn(one["value"], one["path"]?.ToString() ?? ""),
        JsonObject one => one.SelectMany(member => NamedIn(member.Value, member.Key is "value" ? around : member.Key)),
        JsonValue value when around is "manager" or "members" || around.EndsWith(":manager.value", StringComparison.Ordinal)
            || around.EndsWith(":manager", StringComparison.Ordinal) => [value.ToString()],
        _ => [],
    };

    // Members are in no order (RFC 7643 section 2.4).
    private static async Task<string> HeldAsync(StoryTarget target) => string.Join('\n', KillTests
        .Named(await target.OwnAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var one = JsonNode.Parse(line)!.AsObject();
            if (one["members"] is JsonArray members)
                one["members"] = new JsonArray([
                    .. members.OrderBy(member => member.At("value"), StringComparer.Ordinal)
                        .Select(member => member!.DeepClone()),
                ]);
            return one.ToJsonString();
        }));

    private static string Mail(int number) => $"p{number}@example.org";

    private static string User(int number, string title) => KillTests.User($"p{number}", title, Mail(ManagerOf(number)));

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : usual;
}
