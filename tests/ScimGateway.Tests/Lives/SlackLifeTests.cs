using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Lives;

/// <summary>Slack: handles for user names, nobody is ever deleted, faults in an envelope of its own.</summary>
public sealed class SlackLifeTests : IAsyncLifetime
{
    private const string Freya = "U00000001";
    private const string Joao = "U00000002";
    private const string Mei = "U00000003";
    private const string Profile = "urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User";
    private const string Guest = "urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User";

    private SandboxServer slack = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        slack = await SandboxServer.StartAsync("slack", new SandboxOptions { RequestsPerSecond = 10_000 });
        gateway = await Shipped.InFrontOfAsync(slack, "slack", "entra");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await slack.DisposeAsync();
    }

    private static string Ana(string more = "") => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}"],"userName":"Ana.Lee@x.org","externalId":"00u1","active":true,"name":{"givenName":"Ana","familyName":"Lee"}{{more}} }
        """;

    [Fact]
    public async Task A_user_whose_name_is_an_email_gets_a_handle_and_is_found_by_the_email_that_the_client_knows()
    {
        var created = await gateway.PostAsync("Users", Ana($$"""
            ,"title":"CTO","emails":[{"value":"ana.lee@x.org","type":"work","primary":true}],"{{Bodies.Enterprise}}":{"department":"IT","manager":{"value":"{{Joao}}"} },"{{Shipped.Acme}}":{"startDate":"2026-02-01T00:00:00Z","guest":"multi","guestUntil":"2026-12-31T00:00:00Z"}
            """));

        Assert.True(created.Status == 201, created.Text);
        var stored = slack.Stored("/Users")[created.Json.At("id")!];
        Assert.Equal(("ana.lee", "00u1", "CTO", Joao), (
            stored.At("userName"),
            stored.At("externalId"),
            stored.At("title"),
            stored.At(Bodies.Enterprise, "manager", "value")
        ));
        Bodies.Same("""[{"value":"Ana.Lee@x.org","primary":true}]""", stored["emails"]);
        Bodies.Same("""{"startDate":"2026-02-01T00:00:00Z"}""", stored[Profile]);
        Bodies.Same("""{"type":"multi","expiration":"2026-12-31T00:00:00Z"}""", stored[Guest]);
        Assert.Equal(
            ("Ana.Lee@x.org", "ana.lee", "multi"),
            (created.Json.At("userName"), created.Json.At("nickName"), created.Json.At(Shipped.Acme, "guest"))
        );
        Bodies.Same(
            """[{"value":"Ana.Lee@x.org","type":"work","primary":true,"display":"Ana.Lee@x.org (userName)"}]""",
            created.Json!["emails"]
        );
        Assert.False(created.Json.ContainsKey(Profile));

        var calls = await slack.CallsOfAsync(async () => Assert.Equal(
            created.Json.At("id"),
            Assert.Single(await gateway.FindAsync("Users", "userName eq \"ana.lee@x.org\"")).At("id")
        ));
        Assert.Equal(["GET /Users?filter=emails%20eq%20%22ana.lee%40x.org%22"], calls.Lines().Select(line => line.Split('&')[0]));
    }

    [Fact]
    public async Task Empty_strings_and_empty_objects_of_Slack_are_nothing_to_the_client()
    {
        var read = await gateway.GetAsync($"Users/{Freya}");

        Assert.Equal(("freya.holm@fjordlight.example.com", "freya.holm"), (read.Json.At("userName"), read.Json.At("nickName")));
        Bodies.Same("""{"employeeNumber":"3001","department":"Management"}""", read.Json![Bodies.Enterprise]);
        Assert.All(
            ["addresses", "locale", "honorificPrefix", "groups"],
            name => Assert.DoesNotContain($"\"{name}\"", read.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_PATCH_goes_there_as_a_PATCH_and_one_of_the_userName_moves_the_email()
    {
        var patched = await gateway.PatchAsync($"Users/{Joao}", Bodies.Patch(
            """{"op":"Replace","path":"title","value":"CTO"}""",
            """{"op":"Replace","path":"userName","value":"joao.silva@fjordlight.example.com"}""",
            """{"op":"Replace","path":"emails[type eq \"work\"].value","value":"somebody.else@x.org"}""",
            $$"""{"op":"Add","path":"{{Bodies.Enterprise}}:manager","value":"{{Mei}}"}"""));

        Assert.True(patched.Status == 200, patched.Text);
        var stored = slack.Stored("/Users")[Joao];
        Assert.Equal(
            ("CTO", "joao.pereira", Mei),
            (stored.At("title"), stored.At("userName"), stored.At(Bodies.Enterprise, "manager", "value"))
        );
        Bodies.Same("""[{"value":"joao.silva@fjordlight.example.com","primary":true},{"value":"somebody.else@x.org","primary":false,"type":"work"}]""", stored["emails"]);
        Assert.Equal("joao.silva@fjordlight.example.com", patched.Json.At("userName"));
    }

    [Fact]
    public async Task An_email_that_is_not_the_userName_is_kept_beside_it_and_does_not_follow_it()
    {
        var patched = await gateway.PatchAsync(
            $"Users/{Joao}",
            Bodies.Patch("""{"op":"Replace","path":"emails[type eq \"work\"].value","value":"joao@home.org"}""")
        );

        Assert.True(patched.Status == 200, patched.Text);
        Bodies.Same("""[{"value":"joao.pereira@fjordlight.example.com","primary":true},{"value":"joao@home.org","primary":false,"type":"work"}]""", slack.Stored("/Users")[Joao]["emails"]);
        Assert.Equal("joao.pereira@fjordlight.example.com", patched.Json.At("userName"));
        Bodies.Same("""[{"value":"joao@home.org","type":"work","primary":true}]""", patched.Json!["emails"]);

        await gateway.PatchAsync(
            $"Users/{Joao}",
            Bodies.Patch("""{"op":"Replace","path":"userName","value":"joao.silva@fjordlight.example.com"}""")
        );
        Bodies.Same("""[{"value":"joao.silva@fjordlight.example.com","primary":true},{"value":"joao@home.org","primary":false,"type":"work"}]""", slack.Stored("/Users")[Joao]["emails"]);

        await gateway.PatchAsync($"Users/{Joao}", Bodies.Patch("""{"op":"Remove","path":"emails[type eq \"work\"]"}"""));
        Bodies.Same("""[{"value":"joao.silva@fjordlight.example.com","primary":true}]""", slack.Stored("/Users")[Joao]["emails"]);
    }

    // the nickName | the handle
    [Theory]
    [InlineData("Ana Lee", "analee")]
    [InlineData("Ana.Lee@elsewhere.org", "ana.lee")]
    [InlineData("a-very-long-nickname-of-somebody", "a-very-long-nickname-")]
    [InlineData("\u5b89\u5a1c", "ana.lee")]
    public async Task Any_nickName_becomes_a_handle_that_Slack_takes(string nickName, string handle)
    {
        var created = await gateway.PostAsync("Users", Ana($",\"nickName\":\"{nickName}\""));
        Assert.True(created.Status == 201, created.Text);
        Assert.Equal(handle, slack.Stored("/Users")[created.Json.At("id")!].At("userName"));

        var patched = await gateway.PatchAsync(
            $"Users/{created.Json.At("id")}",
            Bodies.Patch($$"""{"op":"Replace","path":"nickName","value":"X {{nickName}}"}""")
        );
        Assert.True(patched.Status == 200, patched.Text);
        Assert.StartsWith("x", slack.Stored("/Users")[created.Json.At("id")!].At("userName"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PUT_of_what_was_read_changes_nothing_and_one_with_another_nickName_changes_the_handle()
    {
        var read = await gateway.GetAsync($"Users/{Joao}");
        var before = slack.Stored("/Users")[Joao];

        var same = await gateway.PutAsync($"Users/{Joao}", read.Text);
        Assert.True(same.Status == 200, same.Text);
        Bodies.Same(before.ToJsonString(), slack.Stored("/Users")[Joao]);

        read.Json!["nickName"] = "jp";
        Assert.Equal(200, (await gateway.PutAsync($"Users/{Joao}", read.Json.ToJsonString())).Status);
        Assert.Equal("jp", slack.Stored("/Users")[Joao].At("userName"));
    }

    [Fact]
    public async Task A_user_who_is_there_already_is_a_conflict_and_so_is_a_handle_of_somebody_else()
    {
        (await gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"freya.holm@fjordlight.example.com"}"""
        )).IsScimError(409, "uniqueness");
        (await gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"freya.holm@elsewhere.org"}"""
        )).IsScimError(409, "uniqueness");
        Assert.Equal(3, slack.Stored("/Users").Count);

        var other = await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"freya.holm@elsewhere.org","nickName":"freya.h"}""");
        Assert.Equal((201, "freya.h"), (other.Status, slack.Stored("/Users")[other.Json.At("id")!].At("userName")));
    }

    [Fact]
    public async Task A_deleted_user_is_deactivated_gone_for_the_client_and_comes_back_with_his_id()
    {
        Assert.Equal(204, (await gateway.DeleteAsync($"Users/{Mei}")).Status);
        Assert.Equal("false", slack.Stored("/Users")[Mei].At("active"));
        (await gateway.GetAsync($"Users/{Mei}")).IsScimError(404);
        Assert.Empty(await gateway.FindAsync("Users", "userName eq \"mei.tanaka@partner.example.net\""));

        var again = await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"mei.tanaka@partner.example.net","title":"Engineer"}""");

        Assert.True(again.Status == 201, again.Text);
        Assert.Equal((Mei, "Engineer"), (again.Json.At("id"), again.Json.At("title")));
        Assert.Equal(
            ("true", "mei.tanaka"),
            (slack.Stored("/Users")[Mei].At("active"), slack.Stored("/Users")[Mei].At("userName"))
        );
    }

    [Fact]
    public async Task Members_of_a_group_come_and_go_and_a_group_is_really_deleted()
    {
        string id = (await gateway.PostAsync("Groups", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":[{"value":"{{Freya}}"}]}""")).Json.At("id")!;

        await gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"Add","path":"members","value":[{"value":"{{Joao}}"}]}""")
        );
        Assert.Equal([Freya, Joao], slack.Stored("/Groups")[id].Members());
        await gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"Remove","path":"members","value":[{"value":"{{Freya}}"}]}""")
        );
        Assert.Equal([Joao], slack.Stored("/Groups")[id].Members());
        Assert.Equal(id, (await gateway.GetAsync($"Users/{Joao}")).Json!["groups"]![0].At("value"));
        Assert.Equal(id, Assert.Single(await gateway.FindAsync("Groups", "displayName eq \"Eng\"")).At("id"));

        Assert.Equal(204, (await gateway.DeleteAsync($"Groups/{id}")).Status);
        Assert.Empty(slack.Stored("/Groups"));
    }

    [Fact]
    public async Task A_token_that_Slack_does_not_know_is_the_gateway_s_trouble_and_not_the_client_s()
    {
        await using var wrong = await TestGateway.StartAsync(
            slack.BaseAddress.ToString(),
            await File.ReadAllTextAsync(Path.Combine(Shipped.Folder("slack"), "mapping.js")),
            targetToken: "of-somebody-else"
        );

        (await wrong.GetAsync($"Users/{Freya}")).IsScimError(502);
    }

    [Fact]
    public async Task Twenty_creates_at_once_are_its_burst_and_the_client_of_the_next_one_is_told_how_long_to_wait()
    {
        await using var counting = await SandboxServer.StartAsync("slack", new SandboxOptions { Time = new ManualClock() });
        string mapping = await File.ReadAllTextAsync(Path.Combine(Shipped.Folder("slack"), "mapping.js"));
        await using var before = await TestGateway.StartAsync(
            counting.BaseAddress.ToString(),
            mapping,
            more: TestGateway.EachCallAlone,
            targetToken: counting.Token
        );

        var statuses = new List<int>();
        for (int i = 0; i < 20; i++) statuses.Add((await before.PostAsync("Users", Somebody(i))).Status);
        var next = await before.PostAsync("Users", Somebody(20));

        Assert.All(statuses, status => Assert.Equal(201, status));
        Assert.Equal(TimeSpan.FromSeconds(1), next.IsScimError(429).Response.Headers.RetryAfter?.Delta);
        Assert.Equal(23, counting.Stored("/Users").Count);

        static string Somebody(int number) =>
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u{{number}}@x.org"}""";
    }
}
