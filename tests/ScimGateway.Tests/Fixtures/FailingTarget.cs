using Microsoft.AspNetCore.Builder;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace ScimGateway.Tests.Fixtures;

/// <summary>A target that fails on cue: WireMock.Net on a free loopback port, with a scenario for each kind of call.</summary>
/// <remarks>What breaks a connection is added by <see cref="ConnectionFaults"/>; what is no whole HTTP needs a
/// <see cref="RawTarget"/>.</remarks>
public sealed class FailingTarget : IAsyncDisposable
{
    private const string Base = "/scim/v2";

    private readonly WireMockServer server;
    private int rules;

    /// <param name="turns">Answers to any call: each once, in this order, and the last one from then on.</param>
    public FailingTarget(params IResponseBuilder[] turns)
        : this(clock: null, turns)
    {
    }

    /// <param name="clock">What its <c>Date</c> headers say; <see langword="null"/>: the time of day.</param>
    public FailingTarget(TimeProvider? clock, params IResponseBuilder[] turns)
    {
        server = WireMockServer.Start(new WireMockServerSettings
        {
            Urls = ["http://127.0.0.1:0"],
            StartTimeout = 60_000,
            PreWireMockMiddlewareInit = app =>
                ((IApplicationBuilder)app).Use(next => context => ConnectionFaults.ApplyAsync(context, next, clock)),
        });
        When("*", "/*", turns);
    }

    /// <summary>Without a trailing slash.</summary>
    public string Url => server.Urls[0] + Base;

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<IRequestMessage> Requests => [.. server.LogEntries.Select(entry => entry.RequestMessage!)];

    /// <summary>Methods and paths after the base, in the order they came: <c>GET /Users/1</c>.</summary>
    public IReadOnlyList<string> Calls => [.. Requests.Select(request => $"{request.Method} {request.Path[Base.Length..]}")];

    /// <summary>The last segments of the paths, in the order they came.</summary>
    public IReadOnlyList<string> Ids => [.. Requests.Select(request => request.PathSegments[^1])];

    /// <summary>Answers calls of one kind in turn, and the last answer from then on. A later rule goes before an earlier
    /// one.</summary>
    /// <param name="method">Or <c>*</c>.</param>
    /// <param name="path">After the base, with wildcards: <c>/Users/*</c>.</param>
    public FailingTarget When(string method, string path, params IResponseBuilder[] turns)
    {
        rules--; // the lower is the first to be asked
        for (int turn = 0; turn < turns.Length; turn++)
        {
            var asked = Request.Create().WithPath(Base + path);
            if (method != "*") asked = asked.UsingMethod(method);
            var rule = server.Given(asked).AtPriority(rules);
            if (turns.Length > 1) rule = InItsTurn(rule.InScenario($"{rules}"), turn, turns.Length - 1);
            rule.RespondWith(turns[turn]);
        }

        return this;
    }

    // A state that leads to no other ends the scenario, and it begins anew: the last one leads to itself.
    private static IRespondWithAProvider InItsTurn(IRespondWithAProvider rule, int turn, int last) =>
        (turn == 0 ? rule : rule.WhenStateIs(turn)).WillSetStateTo(Math.Min(turn + 1, last));

    /// <summary>Until so many calls have come. Needed only where the gateway may give up a call before it has arrived.</summary>
    public async Task AskedAsync(int calls)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.LogEntriesChanged += (_, _) => Look();
        Look();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        void Look()
        {
            if (server.LogEntries.Count >= calls) asked.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(server.Stop); // which waits
        server.Dispose();
    }
}
