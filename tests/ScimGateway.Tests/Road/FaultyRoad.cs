using System.Collections.Concurrent;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>One gateway before a target that fails as each test wants it to, request by request: what fails is told by the id.</summary>
public sealed class FaultyRoad : IAsyncLifetime
{
    public const int AnswerBytes = 4096;

    private readonly ConcurrentDictionary<string, byte[]> answers = new(StringComparer.Ordinal);
    private RawTarget? target;
    private TestGateway? gateway;

    public TestGateway Gateway => gateway!;

    public RawTarget Target => target!;

    public async Task InitializeAsync()
    {
        target = new RawTarget(call => call.SendAsync(answers.GetValueOrDefault(call.Id) ?? Fine(call.Id)));
        gateway = await TestGateway.StartAsync(target.Url, mapping: Mapping, top: $"limits: {{ answerBytes: {AnswerBytes} }}", more: TestGateway.EachCallAlone);
    }

    public async Task DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        if (target is not null) await target.DisposeAsync();
    }

    /// <summary>Reads a user whom the target answers with these bytes, and one more whom it answers as it should.</summary>
    public async Task<Answer> ReadAsync(byte[] bytes)
    {
        string id = Guid.NewGuid().ToString("N");
        answers[id] = bytes;
        var answer = await Gateway.GetAsync($"Users/{id}");
        Assert.Equal(200, (await Gateway.GetAsync("Users/fine")).Status);
        return answer;
    }

    private const string Mapping = """
        target({
          User: { attributes: [] },
          errors: [
            { status: 400, body: /already exists/i, become: { status: 409, scimType: "uniqueness" } },
            { status: 401, body: /does not exist/i, become: { status: 404 } },
            { status: 410, body: "taken", become: { status: 409, scimType: "uniqueness" } },
            { status: 422, become: { status: 400, scimType: "invalidValue" } },
            { body: /^(a+)+$/, become: { status: 400 } }
          ]
        });
        """;

    private static byte[] Fine(string id) => RawHttp.Answer("200 OK", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{{id}}","userName":"ana"}""");
}
