using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Tests.Commands;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Clients;

/// <summary>A client has several tokens while one takes the place of another.</summary>
public sealed class SeveralTokensTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}""";

    // The clock of the tests stands at 2026-10-21 07:27:30.
    private static readonly string Hash = Convert.ToHexStringLower(ClientToken.Hash("the-new-token"));

    [Fact]
    public async Task Each_of_them_opens_the_same_and_its_name_stands_in_the_record_and_the_line()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(
            target.Url,
            $"{{ name: 2026, token: file:old }}, {{ name: 2027, sha256: {Hash} }}"
        );

        var old = await AskAsync(gateway, "the-old-token");
        var young = await AskAsync(gateway, "the-new-token");
        string line = (await gateway.LogOfAsync(young)).Single();
        var records = await gateway.StopAndReadAuditAsync();

        Assert.Equal((200, 200), (old.Status, young.Status));
        Assert.StartsWith("Information test (token 2027) read User 1 at app: 200 in ", line, StringComparison.Ordinal);
        Assert.Equal(
            [("test", "2026"), ("test", "2027")],
            records.Select(record => ((string)record["client"]!, (string)record["token"]!))
        );
    }

    [Fact]
    public async Task The_short_form_has_no_name()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        await gateway.GetAsync("Users/1");

        Assert.False(Assert.Single(await gateway.StopAndReadAuditAsync()).ContainsKey("token"));
    }

    [Fact]
    public async Task One_that_ends_is_refused_from_that_moment_on_and_the_log_says_which()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(
            target.Url,
            "{ name: 2026, token: file:old, until: 2026-10-21T07:30Z }, { name: 2027, token: file:new }",
            clock
        );

        var before = await AskAsync(gateway, "the-old-token");
        clock.Advance(TimeSpan.FromSeconds(150));
        var after = await AskAsync(gateway, "the-old-token");
        var unknown = await AskAsync(gateway, "a-token-of-nobody");
        var other = await AskAsync(gateway, "the-new-token");
        string line = (await gateway.LogOfAsync(after)).Single();

        Assert.Equal((200, 401, 200), (before.Status, after.Status, other.Status));
        Assert.Equal(unknown.TextBesidesId, after.TextBesidesId); // a thief learns nothing
        Assert.StartsWith("Warning test (token 2026) GET: 401 (token ended) in ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.LogLines, one => one.Contains("the-old-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_ends_within_thirty_days_is_told_at_the_start_and_every_day_and_to_the_operator()
    {
        const string soon = "clients.test.tokens.2026: the token ends at 2026-11-21 00:00 UTC; write a second one beside it (scim-gateway token makes one) and give that to the identity provider.";
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(
            target.Url,
            "{ name: 2026, token: file:old, until: 2026-11-21 }, { name: 2027, token: file:new, until: 2027-10-21 }",
            clock
        );
        Assert.DoesNotContain(gateway.LogLines, line => line.Contains("tokens.", StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromDays(1));
        int told = Count(gateway, soon);
        clock.Advance(TimeSpan.FromDays(1));
        int toldAgain = Count(gateway, soon);
        string[] operatorsWarnings = [.. (await gateway.ReadyAsync()).Json!["warnings"]!.AsArray().Select(one => (string)one!)];
        await gateway.Host.ReloadAsync();

        Assert.Equal((1, 2, 3), (told, toldAgain, Count(gateway, soon)));
        Assert.Equal([soon], operatorsWarnings);
        clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(1, Count(
            gateway,
            "clients.test.tokens.2026: the token ended at 2026-11-21 00:00 UTC and is refused; take it out of the config."
        ));
    }

    [Fact]
    public async Task Check_warns_of_it()
    {
        using var folder = new Running.ScratchFolder();
        folder.Write("gateway.yaml", $"clients: [ {{ name: okta, tokens: [ {{ name: old, sha256: {Hash}, until: 2001-01-01 }} ], target: app }} ]\ntargets: [ {{ name: app, url: sandbox:peakon }} ]\n");

        var run = await CommandRun.OfAsync("check", folder.At("gateway.yaml"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: clients.okta.tokens.old: the token ended at 2001-01-01 00:00 UTC and is refused; take it out of the config.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_not_there_matches_nothing()
    {
        var client = new Client
        {
            Name = "test",
            Profile = ClientProfile.All["strict"],
            Leniency = default,
            Tokens = [new ClientToken { Sha256 = [] }],
            Targets = [],
        };

        Assert.Null(new ClientCatalog([client]).Find("Bearer "));
        Assert.Null(new ClientCatalog([client]).Find("Bearer x"));
    }

    private static int Count(TestGateway gateway, string words) =>
        gateway.LogLines.Count(line => line.Contains(words, StringComparison.Ordinal));

    private static Task<TestGateway> StartAsync(string url, string tokens, TimeProvider? clock = null) =>
        TestGateway.FromYamlAsync(
            $"""
            listen: http://127.0.0.1:0
            clients:
              - name: test
                tokens: [ {tokens} ]
                target: app
            targets: [ {"{"} name: app, url: "{url}", auth: none {"}"} ]
            """,
            new Dictionary<string, string> { ["old"] = "the-old-token", ["new"] = "the-new-token" },
            clock
        );

    private static async Task<Answer> AskAsync(TestGateway gateway, string token)
    {
        using var client = gateway.NewClient(token);
        using var response = await client.GetAsync("Users/1");
        return await Answer.ReadAsync(response);
    }
}
