using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

/// <summary>Functions are warmed up beside the requests: a mapping that takes its time keeps nobody out.</summary>
public sealed class WarmUpTests
{
    private const string Endless = """target({ User: { attributes: [map("title", "jobTitle", { write: v => { if (v === "2026-01-31") while (true); return v; }, read: false })] } });""";

    [Fact]
    public async Task A_function_that_never_ends_on_the_sample_keeps_neither_the_listener_nor_the_first_request_waiting()
    {
        await using var target = await FakeTarget.StartAsync(
            (context, _) => context.AnswerAsync(201, """{"id":"1","userName":"ana"}""")
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            Endless,
            top: "limits: { scriptStatements: 10000000, scriptTime: 2s }"
        );

        var warming = await gateway.GetAsync("/readyz");
        var created = await gateway.SendAsync(
            HttpMethod.Post,
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"Chief"}"""
        );
        var ready = await gateway.ReadyAsync();

        Assert.Equal((503, "not ready"), (warming.Status, (string?)warming.Json!["status"]));
        Assert.Equal(201, created.Status);
        Assert.Contains("\"jobTitle\":\"Chief\"", Assert.Single(target.Requests).Body, StringComparison.Ordinal);
        Assert.Equal((200, "ready"), (ready.Status, (string?)ready.Json!["status"]));
    }

    [Fact]
    public async Task What_was_warmed_up_is_logged()
    {
        await using var target = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(200, "{}"));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ User: { attributes: [map("title", "jobTitle", { write: v => v, read: v => v })] } });"""
        );

        Assert.Matches(
            @"The functions of the mapping mapping are warm: \d+ calls in \d+ ms",
            await gateway.LogLineAsync("are warm")
        );
    }
}
