using System.Text.Json.Nodes;
using ScimGateway.Tests.Conformance;
using ScimGateway.Tests.Crippled;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Ledger;

/// <summary>Each call of each request that takes several goes wrong in each way: what the client is told is true, and when it
/// asks again, all becomes as it wanted. What exactly it is told, docs/emulation.md says.</summary>
[Collection(FaultCollection.Name)]
public sealed class CallFaultTests(ScimmyFixture fixture)
{
    public static TheoryData<string> Changes => [.. Change.All.Select(change => change.Name)];

    [Theory]
    [MemberData(nameof(Changes))]
    public Task What_is_told_is_true_and_a_repeat_converges_of(string name) =>
        HoldAsync(name, "faults", TestGateway.EachCallAlone, "7");

    /// <summary>As the gateway does by default: it sends again itself what it may.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public Task With_repeats_what_is_told_is_true_too_of(string name) =>
        HoldAsync(name, "repeated faults", TestGateway.SentAgainAtOnce, "0");

    private async Task HoldAsync(string name, string table, string limits, string retryAfter)
    {
        var change = Change.All.Single(one => one.Name == name);
        var told = new List<(int, Fault, IReadOnlyList<int>)>();
        (int Call, Fault Fault) next = default;
        await using var target = await CrippledServer.StartAsync(
            fixture.Server,
            () => next.Call == 0 ? change.Lacks() : [Faults.At(next.Call, next.Fault, retryAfter), .. change.Lacks()]
        );
        await using var patient = await TestGateway.StartAsync(target.Url, change.Mapping, more: limits);
        await using var hurried = await TestGateway.StartAsync(
            target.Url,
            change.Mapping,
            more: limits.Replace("{", "{ timeout: 700ms,", StringComparison.Ordinal)
        );
        using var patientServer = Server(patient);
        using var hurriedServer = Server(hurried);
        foreach (var fault in Enum.GetValues<Fault>())
        {
            for (int call = 1; call <= change.Calls; call++)
            {
                var server = fault == Fault.TimedOut ? hurriedServer : patientServer;
                await fixture.Server.ResetAsync();
                string id = await change.PrepareAsync(server);
                next = (call, fault);
                target.Forget();
                var before = await StoredAsync();
                var first = await change.SendAsync(server, id);
                await IsTrueAsync(change, server, first, before, call, $"{fault} at call {call}");
                next = default;
                target.Forget();
                told.Add((
                    call,
                    fault,
                    first.Status < 300 ? [first.Status] : [first.Status, .. await RepeatAsync(change, server, id)]
                ));
                Assert.True(await change.IsDoneAsync(server), $"{fault} at call {call}: a repeat does not converge.");
            }
        }

        EmulationDocument.Holds(table, committed => FaultTable.Read(committed).With(name, told).ToMarkdown());
    }

    [Theory]
    [InlineData("faults")]
    [InlineData("repeated faults")]
    public void The_faults_are_written_from_the_changes(string table) =>
        EmulationDocument.Holds(table, committed => FaultTable.Read(committed).ToMarkdown());

    private ScimServer Server(TestGateway gateway) =>
        new(gateway.NewClient(TestGateway.Token), "https://gw.example/scim/v2", fixture.Server);

    // A success is done. A fault is the server's, never the client's, who can do nothing about it; what the gateway knows to be
    // there all the same is named, and nothing else is half done.
    private async Task IsTrueAsync(
        Change change,
        ScimServer server,
        Answer answer,
        IReadOnlyList<JsonObject> before,
        int call,
        string when
    )
    {
        bool done = await change.IsDoneAsync(server);
        if (answer.Status < 300)
        {
            Assert.True(done, $"{when}: told {answer.Status}, but it is not done.");
            return;
        }

        answer.IsScimError(answer.Status);
        Assert.True(
            answer.Status is 429 or 500 or 502 or 503 or 504,
            $"{when}: told {answer.Status}, as if it were the client's fault."
        );
        if (answer.Status == 429) Assert.Equal("7", answer.Response.Headers.RetryAfter?.ToString());
        var after = await StoredAsync();
        bool untouched =
            before.Count == after.Count && before.Zip(after).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
        if (change.WritesFirst && call > 1)
            Assert.Contains($"'{Assert.Single(after).At("id")}', but", answer.Detail, StringComparison.Ordinal);
        // A create that was done, and whose answer never came, is half done, and the gateway cannot know.
        else
            Assert.True(
                done || untouched || (before.Count == 0 && call == 1),
                $"{when}: half done, and not told: {answer.Detail}"
            );
    }

    private static async Task<IReadOnlyList<int>> RepeatAsync(Change change, ScimServer server, string id)
    {
        var again = await change.SendAsync(server, id);
        if (again.Status == 409 && change.AdoptAsync is { } adopt) return [409, (await adopt(server)).Is(200).Status];
        Assert.True(again.Status < 300, $"A repeat is answered with {again.Status}: {again.Text}");
        return [again.Status];
    }

    // Both types, without what every write changes.
    private async Task<IReadOnlyList<JsonObject>> StoredAsync()
    {
        List<JsonObject> all = [.. await fixture.Server.StoredAsync("Users"), .. await fixture.Server.StoredAsync("Groups")];
        foreach (var one in all) one.Remove("meta");
        return all;
    }
}

/// <summary>A scimmy of its own: these wait for time-outs, and nobody should wait for them.</summary>
[CollectionDefinition(Name)]
public sealed class FaultCollection : ICollectionFixture<ScimmyFixture>
{
    public const string Name = "faults";
}
