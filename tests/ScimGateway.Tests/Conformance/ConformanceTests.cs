using ScimGateway.Tests.Crippled;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Ledger;
using ScimGateway.Tests.Scimmy;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Conformance;

/// <summary>Judges scimmy itself, and the gateway in front of each crippled form of it, counts the calls, and holds
/// docs/emulation.md to the outcome. When that changes, for better or worse, look at the output of the test, then let it write
/// the page anew: <c>EMULATION_DOC=write dotnet test tests/ScimGateway.Tests --filter Conformance</c>.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class ConformanceTests(ScimmyFixture fixture, ITestOutputHelper output)
{
    public static TheoryData<string> Forms => [.. ServerForms.All.Select(form => form.Name)];

    public static TheoryData<string> FormsThatLack =>
        [.. ServerForms.All.Where(form => form.Shows is not null).Select(form => form.Name)];

    [Fact]
    public async Task The_server_itself_is_what_the_matrix_says()
    {
        using var server = new ScimServer(fixture.Server.CreateClient(), fixture.Server.BaseAddress.ToString(), fixture.Server);
        Tell(Matrix.Direct, await Verdict.OfAllAsync(server, Rules.All, fixture.Server.ResetAsync, () => { }));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_gateway_is_and_costs_what_the_page_says_in_front_of(string name)
    {
        var form = ServerForms.Named(name);
        await using var target = await CrippledServer.StartAsync(fixture.Server, form.Lacks);
        await using var gateway = await TestGateway.StartAsync(target.Url, form.Mapping, more: TestGateway.SentAgainAtOnce);
        using var server = new ScimServer(gateway.NewClient(TestGateway.Token), "https://gw.example/scim/v2", fixture.Server);
        await FillAsync(server);
        var costs = await Cost.OfAllAsync(server, target);
        var verdicts = await Verdict.OfAllAsync(server, Rules.All, fixture.Server.ResetAsync, target.Forget);

        output.WriteLine(string.Concat(costs));
        Tell(name, verdicts);
        EmulationDocument.Holds("ledger", committed => CallTable.Read(committed).With(name, costs).ToMarkdown());
    }

    /// <summary>A rule that nothing can break proves nothing, and a form that breaks none lacks nothing.</summary>
    [Theory]
    [MemberData(nameof(FormsThatLack))]
    public async Task Without_the_gateway_a_rule_is_broken_by(string name)
    {
        var form = ServerForms.Named(name);
        await using var target = await CrippledServer.StartAsync(fixture.Server, form.Lacks);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(target.Url + "/"),
        };
        using var server = new ScimServer(client, target.Url, fixture.Server);

        var verdicts = await Verdict.OfAllAsync(
            server,
            Rules.All.Where(rule => rule.Sentence == form.Shows),
            fixture.Server.ResetAsync,
            target.Forget
        );

        Assert.False(Assert.Single(verdicts).Holds);
    }

    [Fact]
    public void The_matrix_is_written_from_the_rules_and_the_forms() =>
        EmulationDocument.Holds("matrix", committed => Matrix.Read(committed).ToMarkdown());

    [Fact]
    public void Where_it_is_worse_than_without_somebody_has_decided_that()
    {
        IEnumerable<(string, string)> worse = [];
        EmulationDocument.Holds("matrix", committed =>
        {
            worse = Matrix.Read(committed).Worse();
            return committed;
        });

        Assert.Equal(
            Decision.All.SelectMany(decision => decision.Rules, (decision, rule) => (rule, decision.Form)).Order(),
            worse.Order()
        );
    }

    private async Task FillAsync(ScimServer server)
    {
        await fixture.Server.ResetAsync();
        server.Ids = await Population.FillAsync(server);
    }

    private void Tell(string column, IReadOnlyList<Verdict> verdicts)
    {
        foreach (var broken in verdicts.Where(verdict => !verdict.Holds))
            output.WriteLine($"✗ {broken.Rule.Section} {broken.Rule.Sentence}\n    {broken.Reason}");
        EmulationDocument.Holds("matrix", committed => Matrix.Read(committed).With(column, verdicts).ToMarkdown());
    }
}

/// <summary>One scimmy, judged in one form after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ConformanceCollection : ICollectionFixture<ScimmyFixture>
{
    public const string Name = "conformance";
}
