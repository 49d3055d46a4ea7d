using ScimGateway.Stores.Tests.Postgres;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation.Owed;

/// <summary>Two gateways with one PostgreSQL: each has its own locks in memory, as two processes have.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SharedStateTests(PostgresServer postgres)
{
    private const int Members = 60;

    [Fact]
    public async Task Members_who_are_added_through_two_gateways_at_once_are_all_there()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        target.Store("/Groups/g", """{"id":"g","displayName":"Eng"}""");
        string database = await postgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, target.Url, PutOnlyTarget.Mapping);
        await using var other = await StartAsync(database, target.Url, PutOnlyTarget.Mapping);

        var answers = await Task.WhenAll(Enumerable.Range(0, Members).Select(number =>
            (number % 2 == 0 ? one : other).PatchAsync("Groups/g", KilledDay.Joining($$"""{"value":"u{{number}}"}"""))));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 204, answer.Text));
        Assert.Equal(
            Enumerable.Range(0, Members).Select(number => $"u{number}").Order(StringComparer.Ordinal),
            target.Stored("/Groups/g").Members().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Who_waits_at_one_gateway_is_shown_by_the_other_and_paid_when_the_manager_comes_there()
    {
        await using var target = await StrictTarget.StartAsync();
        string database = await postgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, target.Url, OwedReferenceTests.Mapping);
        await using var other = await StartAsync(database, target.Url, OwedReferenceTests.Mapping);

        await one.PostAsync("Users", OwedReferenceTests.User("ana", "boss@x.org"));
        var shown = await other.GetAsync("Users/U1");
        await other.PostAsync("Users", OwedReferenceTests.User("boss", null));
        await target.UntilAsync(() => target.ManagerOf("U1") == "U2");
        // Waits for whoever pays at the other gateway: it has the resource's lock until it has told the store.
        await one.PatchAsync("Users/U1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""));

        Assert.Equal("boss@x.org", shown.Json.At(Bodies.Enterprise, "manager", "value"));
        Assert.Equal("U2", (await one.GetAsync("Users/U1")).Json.At(Bodies.Enterprise, "manager", "value"));
    }

    [Fact]
    public async Task Without_the_store_what_needs_it_is_503_and_comes_back_and_the_rest_goes_on()
    {
        await using var target = await StrictTarget.StartAsync();
        string database = await postgres.NewDatabaseAsync();
        await using var gateway = await StartAsync(database, target.Url, OwedReferenceTests.Mapping, target.Url);
        Assert.Equal(201, (await gateway.PostAsync("app/Users", OwedReferenceTests.User("ana", null))).Status);

        await postgres.StopAsync("fast");
        Answer refused, passed;
        try
        {
            refused = await gateway.GetAsync("app/Users/U1");
            passed = await gateway.GetAsync("plain/Users/U1");
        }
        finally
        {
            await postgres.StartAsync();
        }

        var again = await gateway.GetAsync("app/Users/U1");
        refused.IsScimError(503);
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        Assert.StartsWith("The gateway's own store (state) cannot be used: ", refused.Detail, StringComparison.Ordinal);
        Assert.Equal((200, 200), (passed.Status, again.Status));
    }

    private static Task<TestGateway> StartAsync(string database, string url, string mapping, string? plain = null)
    {
        string second = plain is null ? "" : $"  - {{ name: plain, url: {plain}, auth: none }}";
        string yaml = $"""
            listen: http://127.0.0.1:0
            {TestGateway.State("postgres:file:postgres")}
            clients: [ {"{"} name: test, profile: entra, token: file:token, targets: [ app{(plain is null ? "" : ", plain")} ] {"}"} ]
            targets:
              - {"{"} name: app, url: {url}, auth: none, mapping: mapping {"}"}
            {second}
            """;
        return TestGateway.FromYamlAsync(yaml, new Dictionary<string, string>
        {
            ["token"] = TestGateway.Token,
            ["postgres"] = database,
            ["mapping/mapping.js"] = mapping,
        });
    }
}
