using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Emulation;

/// <summary>A target that answers 201 and cannot read what it made for a while.</summary>
public sealed class LateResourceTests
{
    private const string User =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"x","password":"pass-word-77"}""";

    private const string Stored =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"7","userName":"ana","title":"stored"}""";

    private static readonly int[] Delays = [100, 200, 400, 800, 1600];

    [Fact]
    public async Task It_is_read_again_until_it_is_there()
    {
        var clock = new ManualClock();
        await using var target = Target().When("GET", "/Users/7", Reply.With(404), Reply.With(404), Reply.With(200, Stored));
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);

        var creating = gateway.PostAsync("Users", User);
        await PassAsync(clock, Delays[..2]);
        var created = await creating;

        Assert.Equal((201, "stored"), (created.Status, (string?)created.Json!["title"]));
        Assert.Equal(["POST /Users", "GET /Users/7", "GET /Users/7", "GET /Users/7"], target.Calls);
    }

    [Fact]
    public async Task If_it_does_not_come_the_client_gets_what_it_sent_with_the_id()
    {
        var clock = new ManualClock();
        await using var target = Target().When("GET", "/Users/7", Reply.With(404));
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);

        var creating = gateway.PostAsync("Users", User);
        await PassAsync(clock, Delays);
        var created = await creating;

        Assert.Equal(
            (201, "7", "ana", "x"),
            (created.Status, (string?)created.Json!["id"], (string?)created.Json["userName"], (string?)created.Json["title"])
        );
        Assert.DoesNotContain("pass-word-77", created.Text, StringComparison.Ordinal);
        Assert.EndsWith("/Users/7", created.Response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(7, target.Calls.Count);
    }

    [Fact]
    public async Task The_second_half_of_a_create_in_two_steps_is_still_sent()
    {
        const string mapping = """
            target({ create: { only: ["userName"], then: "update" }, User: { attributes: [] } });
            """;
        var clock = new ManualClock();
        await using var target = Target()
            .When("GET", "/Users/7", Reply.With(404))
            .When("PUT", "/Users/7", Reply.With(200, Stored));
        await using var gateway = await TestGateway.StartAsync(target.Url, mapping, clock: clock);

        var creating = gateway.PostAsync("Users", User);
        await PassAsync(clock, Delays);
        var created = await creating;

        Assert.Equal((201, "stored"), (created.Status, (string?)created.Json!["title"]));
        Assert.Equal("PUT /Users/7", target.Calls[^1]);
    }

    private static FailingTarget Target() => new FailingTarget(Reply.With(200, """{"totalResults":0,"Resources":[]}""")).When(
        "POST",
        "/Users",
        Reply.With(201, """{"id":"7"}""")
    );

    private static async Task PassAsync(ManualClock clock, int[] delays)
    {
        foreach (int delay in delays)
        {
            var time = TimeSpan.FromMilliseconds(delay);
            await clock.WaitedForAsync(1, time, time);
            clock.Advance(time);
        }
    }
}
