using ScimGateway.Tests.Fixtures;
using WireMock.ResponseBuilders;

namespace ScimGateway.Tests.Road;

/// <summary>A gateway before a target that fails as each test wants it to, request by request. A
/// second one stands before a target that answers with bytes, for what is no whole HTTP.</summary>
public sealed class FaultyRoad : IAsyncLifetime
{
    public const int AnswerBytes = 4096;

    private volatile byte[]? bytes; // for as long as the first read lasts: HttpClient asks again where nothing came
    private FailingTarget? target;
    private RawTarget? rawTarget;
    private TestGateway? gateway;
    private TestGateway? rawGateway;

    public TestGateway Gateway => gateway!;

    public TestGateway RawGateway => rawGateway!;

    public async Task InitializeAsync()
    {
        target = new FailingTarget(new ManualClock(), Reply.With(200, Reply.User));
        var fine = RawHttp.Answer("200 OK", Reply.User);
        rawTarget = new RawTarget(call => call.SendAsync(bytes ?? fine));
        gateway = await StartAsync(target.Url);
        rawGateway = await StartAsync(rawTarget.Url);
    }

    public async Task DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        if (rawGateway is not null) await rawGateway.DisposeAsync();
        if (target is not null) await target.DisposeAsync();
        if (rawTarget is not null) await rawTarget.DisposeAsync();
    }

    /// <summary>Reads a user whom the target answers like this, and then as it should.</summary>
    public Task<Answer> ReadAsync(IResponseBuilder reply)
    {
        target!.When("GET", "/Users/1", reply);
        return ReadAsync(Gateway, () => target.When("GET", "/Users/1", Reply.With(200, Reply.User)));
    }

    /// <summary>The same with these bytes.</summary>
    public Task<Answer> ReadAsync(byte[] answer)
    {
        bytes = answer;
        return ReadAsync(RawGateway, () => bytes = null);
    }

    private static async Task<Answer> ReadAsync(TestGateway gateway, Action mend)
    {
        var answer = await gateway.GetAsync("Users/1");
        mend();
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
        return answer;
    }

    private static Task<TestGateway> StartAsync(string url) => TestGateway.StartAsync(
        url, mapping: Mapping, top: $"limits: {{ answerBytes: {AnswerBytes} }}", more: TestGateway.EachCallAlone);

    private const string Mapping = """
        target({
          User: { attributes: [] },
          errors: [
            { status: 400, body: /already exists/i, become: { status: 409, scimType: "uniqueness" } },
            { status: 401, body: /does not exist/i, become: { status: 404 } },
            { status: 410, body: "taken", become: { status: 409, scimType: "uniqueness" } },
            { status: 422, become: { status: 400, scimType: "invalidValue" } },
            { body: /^(a+)+\1b$/, become: { status: 400 } }
          ]
        });
        """;
}
