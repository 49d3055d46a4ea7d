using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>Whatever a client sends over a socket, it is answered as SCIM wants it, and never is the gateway at fault.</summary>
public sealed class RequestFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Mappings = [.. Repository.Mappings.Intersect(SandboxServer.Names)];

    private readonly Dictionary<string, SandboxServer> sandboxes = [];
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        foreach (string name in Mappings) sandboxes[name] = await FuzzRoad.SandboxAsync(name);
        gateway = await FuzzRoad.StartAsync(Mappings, name => sandboxes[name].BaseAddress.ToString(), "retries: 0");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        foreach (var sandbox in sandboxes.Values) await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task No_request_makes_anything_but_an_answer_or_a_SCIM_error()
    {
        Assert.NotEmpty(Mappings);
        var held = sandboxes.ToDictionary(sandbox => sandbox.Key, sandbox => FuzzRoad.HeldBy(sandbox.Value));
        var seen = new StatusCounts();
        var faults = new List<string>();
        for (int round = 0; round < Fuzz.Rounds && faults.Count < Fuzz.MostFaults; round++)
        {
            var mutations = Fuzz.Of(round);
            string name = mutations.Pick(Mappings), profile = mutations.Pick(FuzzRoad.Profiles);
            var request = new RequestMutations(mutations, held[name]).Next($"/scim/v2/{name}/", profile);

            var answer = await FuzzAnswer.OfAsync(new Uri(gateway.Address), request.Bytes, request.Ends);

            string? fault = answer is null ? request.Ends ? null : "There is no answer." : answer.Fault();
            if (fault is not null) faults.Add(Fuzz.Report(round, fault, request, "", answer, gateway));
            seen.Add(answer?.Status);
        }

        output.WriteLine($"{seen}");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
        seen.HasBoth();
        foreach (string name in Mappings) await FuzzRoad.StillAnswersAsync(gateway, name);
        await FuzzRoad.HasWrittenNoSecretAsync(gateway);
    }
}
