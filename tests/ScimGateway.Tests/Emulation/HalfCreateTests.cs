using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A create in two calls that ended between them: the client's repeat finishes the half that is its own, and nobody
/// else's account.</summary>
public sealed class HalfCreateTests
{
    private const string Ana =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"CTO","active":false}""";

    private const string Mapping =
        """target({ can: { patch: false }, create: { only: ["userName"], then: "update" }, User: {} });""";

    private static Task<TestGateway> StartAsync(PutOnlyTarget target, string mapping = Mapping) =>
        TestGateway.StartAsync(target.Url, mapping, more: TestGateway.EachCallAlone);

    // As a process leaves it that ends after the first call: before the answer, or after it.
    private static Task BeginAsync(TestGateway gateway, string? id) =>
        gateway.Host.State.Creates(gateway.Host.Gateway.Targets["app"].Config, "User").BeginAsync("ana", id, default);

    [Fact]
    public async Task A_half_whose_update_failed_is_finished_by_the_repeat()
    {
        await using var target = await new PutOnlyTarget { FailingPuts = 2 }.StartAsync();
        await using var gateway = await StartAsync(target);

        var statuses = new List<int>();
        for (int attempt = 0; attempt < 4; attempt++) statuses.Add((await gateway.PostAsync("Users", Ana)).Status);

        Assert.Equal([503, 503, 201, 409], statuses);
        Assert.Equal("CTO", target.Stored("/Users/1").At("title"));
        Assert.Equal(
            ["POST /Users", "PUT /Users/1", "GET /Users/1", "PUT /Users/1", "GET /Users/1", "PUT /Users/1", "POST /Users"],
            target.Calls
        );
    }

    [Theory]
    [InlineData("1", """{"id":"1","userName":"ana"}""")]
    [InlineData(null, """{"id":"1","userName":"ana"}""")]
    [InlineData(null, """{"id":"1","userName":"ANA","active":true,"meta":{"created":"2026-01-01T00:00:00Z"}}""")] // the target's own words
    [InlineData(null, """{"id":"1","userName":"ana","title":"CTO","active":false}""")] // the second call was done, too
    public async Task Its_own_half_is_finished(string? id, string there)
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await StartAsync(target);
        target.Store("/Users/1", there);
        await BeginAsync(gateway, id);

        var created = await gateway.PostAsync("Users", Ana);

        Assert.Equal((201, "1", "CTO", "false"), (
            created.Status,
            created.Json.At("id"),
            target.Stored("/Users/1").At("title"),
            target.Stored("/Users/1").At("active")
        ));
        Assert.DoesNotContain(target.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");
    }

    /// <summary>Nothing was begun, or what is there says what this client did not write.</summary>
    [Theory]
    [InlineData(false, """{"id":"1","userName":"ana"}""")]
    [InlineData(true, """{"id":"1","userName":"ana","title":"CEO"}""")]
    [InlineData(true, """{"id":"1","userName":"ana","name":{"givenName":"Ana"},"title":"Janitor"}""")]
    public async Task A_stranger_stays_a_conflict(bool isBegun, string there)
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await StartAsync(target);
        target.Store("/Users/1", there);
        if (isBegun) await BeginAsync(gateway, null);

        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");
        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");

        Bodies.Same(there, target.Stored("/Users/1"));
    }

    [Fact]
    public async Task A_half_that_is_gone_is_made_again()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await StartAsync(target);
        await BeginAsync(gateway, "7");

        var created = await gateway.PostAsync("Users", Ana);

        Assert.Equal((201, "1", "CTO"), (created.Status, created.Json.At("id"), target.Stored("/Users/1").At("title")));
    }

    [Fact]
    public async Task A_half_that_its_client_has_found_and_changed_is_whole()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await StartAsync(target);
        target.Store("/Users/1", """{"id":"1","userName":"ana"}""");
        await BeginAsync(gateway, "1");

        Assert.Equal(200, (await gateway.PutAsync("Users/1", Ana)).Status);

        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");
    }

    /// <summary>The target has the user active again, and his tombstone is still there.</summary>
    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 409)] // somebody at the target did it
    public async Task A_revival_that_ended_before_its_tombstone_is_finished_by_the_repeat(bool isBegun, int status)
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await StartAsync(
            target,
            """target({ can: { patch: false, delete: "deactivate" }, User: {} });"""
        );
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CTO","active":true}""");
        await gateway.Host.State.Tombstones(gateway.Host.Gateway.Targets["app"].Config, "User").BuryAsync("1", "ana", default);
        if (isBegun) await BeginAsync(gateway, "1");

        Assert.Equal(status, (await gateway.PostAsync("Users", Ana)).Status);

        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");
    }

    [Fact]
    public async Task A_revival_that_was_refused_is_not_begun()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await StartAsync(
            target,
            """target({ can: { patch: false, delete: "deactivate" }, User: {} });"""
        );
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CTO","active":true}""");
        Assert.Equal(204, (await gateway.DeleteAsync("Users/1")).Status);
        (target.FailingPuts, target.FailingStatus) = (1, 400);

        (await gateway.PostAsync("Users", Ana)).IsScimError(400);
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CTO","active":true}"""); // by somebody at the target

        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");
    }
}
