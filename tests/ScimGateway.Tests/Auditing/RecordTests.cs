using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>One exchange, one line of the log, one record: they say the same, and the client can name it.</summary>
public sealed class RecordTests
{
    private const string Mapping =
        "target({ User: { attributes: [ map('urn:acme:2.0:User:shirtSize', 'urn:app:2.0:User:size') ] } });";
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"42","userName":"ana"}""";

    public static TheoryData<string, string, string?, int, string> Exchanges { get; } = new()
    {
        { "GET", "Users/42", null, 200, """{"operation":"read","resourceType":"User","resourceId":"42"}""" },
        { "GET", "Users?filter=userName%20eq%20%22ana%22", null, 200, """{"operation":"list","resourceType":"User"}""" },
        {
            "POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","name":{"givenName":"Ana"},"urn:acme:2.0:User":{"shirtSize":"M"}}""", 201,
            """{"operation":"create","resourceType":"User","resourceId":"42","attributes":["userName","name","urn:acme:2.0:User:shirtSize"]}"""
        },
        {
            "PATCH", "Users/42", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
              {"op":"replace","path":"emails[type eq \"work\"].value","value":"a@x.org"},
              {"op":"add","path":"name.givenName","value":"Ana"},
              {"op":"replace","path":"urn:acme:2.0:User:shirtSize","value":"L"}]}
            """, 200,
            """{"operation":"patch","resourceType":"User","resourceId":"42","attributes":["emails.value","name.givenName","urn:acme:2.0:User:shirtSize"]}"""
        },
        { "DELETE", "Users/42", null, 204, """{"operation":"delete","resourceType":"User","resourceId":"42"}""" },
        { "GET", "Schemas", null, 200, """{"operation":"discover"}""" },
        { "POST", "Users", "no JSON", 400, """{"operation":"create","resourceType":"User","scimType":"invalidSyntax"}""" },
        { "GET", "Nothing", null, 404, """{"operation":"GET"}""" },
        { "BREW", "Users", null, 405, """{"operation":"(other)"}""" },
    };

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task An_exchange_leaves_one_line_and_one_record_that_say_the_same(
        string method,
        string path,
        string? body,
        int status,
        string expected
    )
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request switch
        {
            { Method: "POST" } => context.AnswerAsync(201, User),
            { Method: "DELETE" } => context.AnswerAsync(204),
            { PathAndQuery: "/Users/42" } => context.AnswerAsync(200, User),
            _ => context.AnswerAsync(200, """{"totalResults":0,"Resources":[]}"""),
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var answer = await gateway.SendAsync(new HttpMethod(method), path, body);
        string id = Assert.Single(answer.Response.Headers.GetValues("X-Correlation-Id"));
        string line = await gateway.LogLineAsync(id);
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.Equal(status, answer.Status);
        var about = (JsonObject)JsonNode.Parse(expected)!;
        foreach (string key in new[] { "operation", "resourceType", "resourceId", "scimType", "attributes" })
            Assert.True(
                JsonNode.DeepEquals(about[key], record[key]),
                $"{key}: expected {about[key]?.ToJsonString()}, found {record[key]?.ToJsonString()}"
            );
        Assert.Equal(
            (id, "test", "app", status),
            ((string?)record["correlationId"], (string?)record["client"], (string?)record["target"], (int?)record["status"])
        );
        Assert.Equal(
            ("mapping", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Mapping)))),
            ((string?)record["mapping"], (string?)record["mappingHash"])
        );
        Assert.True((double?)record["elapsedMs"] > 0);
        Assert.Equal(target.Requests.Select(request =>
            (request.Method, request.PathAndQuery.Split('?')[0].Replace("/42", "", StringComparison.Ordinal))),
            record["calls"]!.AsArray().Select(call => ((string)call!["method"]!, (string)call["endpoint"]!)));
        Assert.All(target.Requests, request => Assert.Equal(id, request.Headers["X-Correlation-Id"]));
        string what = string.Join(
            ' ',
            new[] { about["operation"], about["resourceType"], about["resourceId"] }.OfType<JsonNode>()
        );
        Assert.StartsWith($"Information test {what} at app: {status} in ", line, StringComparison.Ordinal);
        Assert.EndsWith(
            $" ms, {target.Requests.Count} {(target.Requests.Count == 1 ? "call" : "calls")}, {id}",
            line,
            StringComparison.Ordinal
        );
        Assert.Single(gateway.LogLines, text => text.Contains(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\"b\\c")]
    [InlineData("tab\tand line\n")]
    [InlineData("ä/ß €")]
    [InlineData("👩‍🚀\u2028\u007f")]
    [InlineData("<&'+`>")]
    public async Task Any_id_is_read_from_the_record_as_it_was(string id)
    {
        await using var target = await FakeTarget.AnsweringAsync(404, "");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        await gateway.GetAsync("Users/" + Uri.EscapeDataString(id));
        await gateway.GetAsync("Users/2");

        Assert.Equal([id, "2"], (await gateway.StopAndReadAuditAsync()).Select(record => (string?)record["resourceId"]));
    }

    [Fact]
    public async Task Who_was_refused_at_the_door_is_recorded_without_a_name()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var stranger = gateway.NewClient("a-token-of-nobody");

        using var refused = await stranger.GetAsync("Users/42");
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.Equal((401, "GET"), ((int?)record["status"], (string?)record["operation"]));
        Assert.StartsWith("Warning unknown client GET: 401 in ", Assert.Single(gateway.LogLines), StringComparison.Ordinal);
        Assert.All(["client", "target", "resourceId", "mapping"], key => Assert.Null(record[key]));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_recorded_as_499()
    {
        var arrived = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            arrived.TrySetResult();
            await released.Task;
            await context.AnswerAsync(200, User);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var leaving = new CancellationTokenSource();

        var asked = gateway.Client.GetAsync("Users/42", leaving.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await gateway.LogLineAsync("test read User 42 at app: 499");
        released.SetResult();

        Assert.Equal(499, (int?)Assert.Single(await gateway.StopAndReadAuditAsync())["status"]);
    }

    [Fact]
    public async Task An_id_cannot_forge_a_line_of_the_log()
    {
        await using var target = await FakeTarget.AnsweringAsync(404, "");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answer = await gateway.GetAsync("Users/1%0AInformation%20root%20delete%20User%2042%1B%5B31m" + new string('x', 500));
        string line = await gateway.LogLineAsync(answer.Response.Headers.GetValues("X-Correlation-Id").Single());

        Assert.DoesNotContain(line, char.IsControl);
        Assert.InRange(line.Length, 100, 400);
    }
}
