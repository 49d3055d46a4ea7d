using System.Text;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;
using Xunit.Abstractions;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>Whatever a target answers, its client gets JSON or a SCIM error, and never is the gateway at fault.</summary>
public sealed class AnswerFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int RoundsOfAStore = 250;

    private readonly SpoiltTarget target = new(Repository.Mappings);
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        gateway = await FuzzRoad.StartAsync(
            Repository.Mappings,
            target.UrlOf,
            "retries: 1, retryDelay: 1ms, retryAfter: 0s, breakerCalls: 100000"
        );
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    [Fact]
    public async Task No_answer_of_a_target_makes_anything_but_JSON_or_a_SCIM_error()
    {
        var seen = new StatusCounts();
        var faults = new List<string>();
        var held = Repository.Mappings.ToDictionary(name => name, target.HeldBy);
        for (int round = 0; round < Fuzz.Rounds && faults.Count < Fuzz.MostFaults; round++)
        {
            if (round > 0 && round % RoundsOfAStore == 0) await target.ResetAsync();
            var mutations = Fuzz.Of(round);
            string name = mutations.Pick(Repository.Mappings), profile = mutations.Pick(FuzzRoad.Profiles);
            var call = new UsualCalls(mutations, held[name]).Next();
            target.Begin(mutations);

            byte[]? body = call.Body is null ? null : Encoding.UTF8.GetBytes(call.Body);
            var request = FuzzRequest.Of(call.Method, $"/scim/v2/{name}/{FuzzRequest.Encoded(call.Path)}", profile, body);
            var answer = await FuzzAnswer.OfAsync(new Uri(gateway.Address), request.Bytes);

            string? fault = answer is null ? "There is no answer." : answer.Fault();
            if (fault is not null) faults.Add(Fuzz.Report(round, fault, request, target.Said, answer, gateway));
            seen.Add(answer?.Status);
        }

        output.WriteLine($"{target.Spoilt} spoilt answers; {seen}");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
        Assert.True(target.Spoilt * 3 > Fuzz.Rounds, $"{target.Spoilt} answers were spoilt.");
        seen.HasBoth();
        target.Begin(null);
        await target.ResetAsync();
        foreach (string name in Repository.Mappings) await FuzzRoad.StillAnswersAsync(gateway, name);
        await FuzzRoad.HasWrittenNoSecretAsync(gateway);
    }
}
