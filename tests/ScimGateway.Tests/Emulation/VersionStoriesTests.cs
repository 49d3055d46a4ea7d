using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Versions of a target that has none, and of one that has (RFC 7644 section 3.14).</summary>
public sealed class VersionStoriesTests : IAsyncLifetime
{
    private const string Ana = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"CTO"}""";

    private readonly PutOnlyTarget target = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping);
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CEO"}""");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private static async Task<Answer> SendAsync(
        TestGateway gateway,
        HttpMethod method,
        string path,
        string? body,
        string header,
        string value
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(header, value);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/scim+json");
        using var response = await gateway.Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private Task<Answer> SendAsync(HttpMethod method, string? body, string tag) =>
        SendAsync(gateway, method, "Users/1", body, "If-Match", tag);

    private async Task<string> TagAsync()
    {
        var read = await gateway.GetAsync("Users/1");
        string tag = read.Response.Headers.ETag!.ToString();
        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.Equal(tag, read.Json.At("meta", "version"));
        return tag;
    }

    [Fact]
    public async Task A_read_has_a_version_and_is_one_call()
    {
        string tag = await TagAsync();
        Assert.Equal(["GET /Users/1"], target.Calls);
        Assert.Equal(tag, await TagAsync());

        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CFO"}""");

        Assert.NotEqual(tag, await TagAsync());
    }

    [Fact]
    public async Task A_read_of_a_version_that_the_client_has_is_304_and_one_call()
    {
        string tag = await TagAsync();

        var same = await SendAsync(gateway, HttpMethod.Get, "Users/1", null, "If-None-Match", $"\"other\", {tag}");
        var other = await SendAsync(gateway, HttpMethod.Get, "Users/1", null, "If-None-Match", "\"other\"");

        Assert.Equal((304, "", tag), (same.Status, same.Text, same.Response.Headers.ETag?.ToString()));
        Assert.Equal((200, tag, tag), (other.Status, other.Json.At("meta", "version"), other.Response.Headers.ETag?.ToString()));
        Assert.Equal(3, target.Calls.Count());
    }

    [Fact]
    public async Task A_part_of_a_resource_has_the_version_of_the_whole()
    {
        await using var cutting = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { patch: false, projection: false }, User: {} });"
        );

        var part = await cutting.GetAsync("Users/1?attributes=userName");

        Assert.Equal(await TagAsync(), part.Response.Headers.ETag?.ToString());
        Assert.False(part.Json!.ContainsKey("meta"));
    }

    /// <summary>A target that cuts the resource itself shows bytes that tell nothing of the whole.</summary>
    [Fact]
    public async Task A_part_that_the_target_cut_has_no_version() =>
        Assert.Null((await gateway.GetAsync("Users/1?attributes=userName")).Response.Headers.ETag);

    [Theory]
    [InlineData("PUT", Ana)]
    [InlineData(
        "PATCH",
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"title"}]}"""
    )]
    [InlineData("DELETE", null)]
    public async Task A_change_of_a_version_that_is_gone_is_412_and_stores_nothing(string method, string? body)
    {
        var refused = (await SendAsync(new HttpMethod(method), body, "W/\"gone\"")).IsScimError(412);

        Assert.Contains(await TagAsync(), refused.Detail, StringComparison.Ordinal);
        Assert.Equal("CEO", target.Stored("/Users/1").At("title"));
        Assert.All(target.Calls, call => Assert.StartsWith("GET", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_entity_tag_is_refused_before_the_target_is_asked()
    {
        (await SendAsync(HttpMethod.Put, Ana, "gone")).IsScimError(400, "invalidValue");
        Assert.Empty(target.Calls);
    }

    [Fact]
    public async Task Changes_with_the_version_that_is_there_follow_each_other_by_their_answers()
    {
        var replaced = await SendAsync(HttpMethod.Put, Ana, await TagAsync());
        Assert.Equal((200, "CTO"), (replaced.Status, target.Stored("/Users/1").At("title")));

        var patched = await SendAsync(
            HttpMethod.Patch,
            Bodies.Patch("""{"op":"replace","path":"title","value":"COO"}"""),
            replaced.Response.Headers.ETag!.ToString()
        );
        Assert.Equal((200, "COO"), (patched.Status, target.Stored("/Users/1").At("title")));
        Assert.Equal(patched.Response.Headers.ETag!.ToString(), await TagAsync());
    }

    [Fact]
    public async Task Of_many_changes_of_one_version_at_once_exactly_one_is_made()
    {
        string tag = await TagAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(number =>
            SendAsync(HttpMethod.Patch, Bodies.Patch($$"""{"op":"replace","path":"title","value":"T{{number}}"}"""), tag)));

        var done = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(19, answers.Count(answer => answer.Status == 412));
        Assert.Equal(done.Json.At("title"), target.Stored("/Users/1").At("title"));
    }

    [Fact]
    public async Task A_created_user_has_the_version_that_a_read_has()
    {
        var created = await gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bo"}"""
        );
        var read = await gateway.GetAsync($"Users/{created.Json.At("id")}");

        Assert.NotNull(created.Response.Headers.ETag);
        Assert.Equal(read.Response.Headers.ETag, created.Response.Headers.ETag);
    }

    [Theory]
    [InlineData("W/\"7\"", true, false)]
    [InlineData("\"7\"", true, false)]
    [InlineData("W/\"7\"", false, true)]
    [InlineData("W/\"7\"", true, true)]
    public async Task The_targets_own_version_passes_both_ways(string version, bool inHeader, bool inMeta)
    {
        await using var own = await FakeTarget.StartAsync((context, request) =>
        {
            if (inHeader) context.Response.Headers.ETag = version;
            string meta = inMeta ? ""","meta":{"version":""" + JsonValue.Create(version).ToJsonString() + "}" : "";
            return context.AnswerAsync(200, $$"""{"id":"1","userName":"ana"{{meta}}}""");
        });
        await using var passing = await TestGateway.StartAsync(own.Url);

        var read = await passing.GetAsync("Users/1");
        var stale = await SendAsync(passing, HttpMethod.Put, "Users/1", Ana, "If-Match", "W/\"6\"");
        var fresh = await SendAsync(passing, HttpMethod.Put, "Users/1", Ana, "If-Match", version);

        Assert.Equal((version, version), (read.Response.Headers.ETag?.ToString(), read.Json.At("meta", "version")));
        Assert.Equal((412, 200), (stale.Status, fresh.Status));
        Assert.Equal(version, Assert.Single(own.Requests, request => request.Method == "PUT").Headers["If-Match"]);
    }

    [Fact]
    public async Task A_target_that_checks_itself_gets_one_call_and_its_412_is_told()
    {
        await using var checking = await FakeTarget.StartAsync((context, request) =>
            context.AnswerAsync(request.Headers["If-Match"] == "W/\"7\"" ? 200 : 412, """{"id":"1","userName":"ana"}"""));
        await using var passing = await TestGateway.StartAsync(checking.Url, "target({ can: { etag: true }, User: {} });");

        Assert.Equal(200, (await SendAsync(passing, HttpMethod.Put, "Users/1", Ana, "If-Match", "W/\"7\"")).Status);
        (await SendAsync(passing, HttpMethod.Put, "Users/1", Ana, "If-Match", "W/\"6\"")).IsScimError(412);

        Assert.Equal(["PUT", "PUT"], checking.Requests.Select(request => request.Method));
    }
}
