using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Managers that the target knows by their user names, in lists and in PATCHes, and what looking them up costs.</summary>
public sealed class ReferenceStoriesTests : IAsyncLifetime
{
    private const string Boss = "manager@x.org";

    private readonly Dictionary<string, JsonObject> users = new(StringComparer.Ordinal);
    private FakeTarget target = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        Store("1", Boss, null);
        for (int number = 2; number <= 20; number++) Store($"{number}", $"user{number}@x.org", Boss);
        target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(request.Method == "DELETE" ? 204 : 200, Answer(request)));
        gateway = await TestGateway.StartAsync(target.Url, $$"""
            target({ User: { attributes: [map("{{Bodies.Enterprise}}:manager.value", "boss", { reference: { type: "User", by: "userName" } }), drop("{{Bodies.Enterprise}}:manager")] } });
            """);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private IEnumerable<string> Calls => target.Requests.Select(request => $"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}");

    private void Store(string id, string userName, string? boss)
    {
        users[id] = new JsonObject { ["id"] = id, ["userName"] = userName };
        if (boss is not null) users[id]["boss"] = boss;
    }

    private string Answer(TargetRequest request)
    {
        string path = Uri.UnescapeDataString(request.PathAndQuery);
        if (request.Method == "GET" && path.StartsWith("/Users?filter=userName eq ", StringComparison.Ordinal))
            return List(users.Values.Where(user => path.Contains(user["userName"]!.ToJsonString(), StringComparison.Ordinal)));
        if (request.Method == "GET" && path.StartsWith("/Users?", StringComparison.Ordinal)) return List(users.Values.Skip(path.Contains("startIndex=2", StringComparison.Ordinal) ? 1 : 0));
        return request.Method == "DELETE" ? "" : users[path["/Users/".Length..]].ToJsonString();
    }

    private static string List(IEnumerable<JsonObject> found)
    {
        string[] texts = [.. found.Select(user => user.ToJsonString())];
        return $$"""{"totalResults":{{texts.Length}},"Resources":[{{string.Join(',', texts)}}]}""";
    }

    [Fact]
    public async Task A_page_that_shows_the_managers_needs_no_more_calls_for_them()
    {
        var page = (await gateway.GetAsync("Users?startIndex=1&count=20")).Json!["Resources"]!.AsArray();

        Assert.Equal(20, page.Count);
        Assert.All(page.Skip(1), user => Assert.Equal("1", user.At(Bodies.Enterprise, "manager", "value")));
        Assert.Equal(["GET /Users?startIndex=1&count=20"], Calls);
    }

    [Fact]
    public async Task A_manager_on_another_page_is_looked_up_once_for_all_who_name_him()
    {
        var page = (await gateway.GetAsync("Users?startIndex=2&count=20")).Json!["Resources"]!.AsArray();

        Assert.All(page, user => Assert.Equal("1", user.At(Bodies.Enterprise, "manager", "value")));
        Assert.Equal(["GET /Users?startIndex=2&count=20", $"GET /Users?filter=userName eq \"{Boss}\""], Calls);
    }

    [Fact]
    public async Task A_manager_whom_the_target_no_longer_has_is_left_out()
    {
        Store("8", "user8@x.org", "gone@x.org");

        var read = await gateway.GetAsync("Users/8");

        Assert.Equal(200, read.Status);
        Assert.False(read.Json!.ContainsKey(Bodies.Enterprise));
        Assert.Contains(gateway.LogLines, line => line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("gone@x.org", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":"1"}}""")]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"1"}""")]
    [InlineData("""{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"1"}}}}""")]
    public async Task A_PATCH_that_goes_through_as_PATCH_names_the_manager_in_the_targets_words(string operation)
    {
        var patched = await gateway.PatchAsync("Users/9", Bodies.Patch(operation));

        Assert.True(patched.Status == 200, patched.Text);
        string sent = target.Requests.Single(request => request.Method == "PATCH").Body;
        Assert.Contains(Boss, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\"1\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_manager_is_not_remembered()
    {
        await gateway.GetAsync("Users/1");
        await gateway.DeleteAsync("Users/1");
        users.Remove("1");

        Assert.Null((await gateway.GetAsync("Users/9")).Json.At(Bodies.Enterprise, "manager"));
    }
}
