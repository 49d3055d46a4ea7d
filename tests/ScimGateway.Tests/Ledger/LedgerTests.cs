using ScimGateway.Tests.Conformance;
using ScimGateway.Tests.Crippled;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Ledger;

/// <summary>Counts the calls that a target gets, and holds docs/emulation.md to them, so that they cannot grow unseen. Written
/// anew like the matrix: <c>EMULATION_DOC=write dotnet test tests/ScimGateway.Tests --filter Ledger</c>.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class LedgerTests(ScimmyFixture fixture, ITestOutputHelper output)
{
    public static TheoryData<string> Forms => [.. ServerForms.All.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Operations_cost_what_the_ledger_says_in_front_of(string name)
    {
        var form = ServerForms.Named(name);
        await using var target = await CrippledServer.StartAsync(fixture.Server, form.Lacks);
        await using var gateway = await TestGateway.StartAsync(target.Url, form.Mapping, more: TestGateway.SentAgainAtOnce);
        using var server = new ScimServer(gateway.NewClient(TestGateway.Token), "https://gw.example/scim/v2", fixture.Server);
        await fixture.Server.ResetAsync();
        server.Ids = await Population.FillAsync(server);
        var costs = new List<(string, int, bool)>();
        foreach (var operation in Operation.All)
        {
            target.Forget();
            var answer = await operation.SendAsync(server);
            costs.Add((operation.Name, target.Calls.Count, answer.Status < 300));
            output.WriteLine($"{operation.Name}: {answer.Status}\n{string.Concat(target.Calls.Select(call => $"    {call.Method} {Uri.UnescapeDataString(call.PathAndQuery)}\n"))}");
        }

        EmulationDocument.Holds("ledger", committed => CallTable.Read(committed).With(name, costs).ToMarkdown());
    }

    [Fact]
    public void The_ledger_is_written_from_the_operations_and_the_forms() =>
        EmulationDocument.Holds("ledger", committed => CallTable.Read(committed).ToMarkdown());
}
