using System.Text.Json.Nodes;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>Okta's two clients, the custom app that PUTs and the catalogue app that PATCHes without a path.</summary>
public sealed class OktaLifeTests(ScimmyFixture fixture) : ScimmyLife(fixture, "okta")
{
    private const string Ana = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","name":{"givenName":"Ana","familyName":"Bø"},
         "emails":[{"primary":true,"value":"ana@x.org","type":"work"}],"displayName":"Ana Bø","locale":"en-US","externalId":"00u1","groups":[],"password":"1mz050nq","active":true}
        """;

    [Fact]
    public async Task The_custom_app_looks_up_creates_and_puts_the_merged_user_back()
    {
        var lookedUp = await Gateway.GetAsync("Users?filter=userName%20eq%20%22ana%40x.org%22&startIndex=1&count=100");
        Assert.Equal(0, lookedUp.Json!["totalResults"]!.GetValue<int>());
        var created = await Gateway.PostAsync("Users", Ana);
        string id = created.Json.At("id")!;
        Assert.False(created.Json!.ContainsKey("password"));

        var read = (await Gateway.GetAsync($"Users/{id}")).Json!;
        read["active"] = false;
        read["title"] = "CTO";
        var replaced = await Gateway.PutAsync($"Users/{id}", read.ToJsonString());

        var stored = await OnlyUserAsync();
        Assert.True(replaced.Status == 200, replaced.Text);
        Assert.Equal(
            ("false", "CTO", "00u1", "Bø"),
            (stored.At("active"), stored.At("title"), stored.At("externalId"), stored.At("name", "familyName"))
        );
        Assert.Equal(("ana@x.org", "false"), (replaced.Json.At("userName"), replaced.Json.At("active")));
    }

    [Fact]
    public async Task The_catalogue_app_deactivates_and_renames_a_group_without_a_path()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;
        string group = await GroupAsync("Eng", id);

        await Gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"replace","value":{"active":false}}"""));
        var renamed = await Gateway.PatchAsync(
            $"Groups/{group}",
            Bodies.Patch($$"""{"op":"replace","value":{"id":"{{group}}","displayName":"Builders"} }""")
        );

        Assert.Equal("false", (await OnlyUserAsync()).At("active"));
        Assert.Equal((200, "Builders"), (renamed.Status, (await OnlyGroupAsync()).At("displayName")));
        Assert.Equal([id], (await OnlyGroupAsync()).Members());
    }

    [Fact]
    public async Task A_group_push_replaces_the_whole_membership()
    {
        string ana = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;
        string bo = await UserAsync("bo@x.org");
        string group = await GroupAsync("Eng", ana);

        await Gateway.PutAsync($"Groups/{group}", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"{{group}}","displayName":"Eng","members":[{"value":"{{bo}}","display":"bo@x.org"}]}""");
        Assert.Equal([bo], (await OnlyGroupAsync()).Members());

        await Gateway.PatchAsync(
            $"Groups/{group}",
            Bodies.Patch($$"""{"op":"replace","path":"members","value":[{"value":"{{ana}}"},{"value":"{{bo}}"}]}""")
        );
        Assert.Equal([ana, bo], (await OnlyGroupAsync()).Members());
    }

    [Fact]
    public async Task Numbers_of_a_list_are_integers_and_a_wrong_token_is_a_SCIM_error()
    {
        await UserAsync("ana@x.org");

        var list = (await Gateway.GetAsync("Users?startIndex=1&count=2")).Json!;
        Assert.All(
            ["totalResults", "startIndex", "itemsPerPage"],
            name => Assert.Equal(1, ((JsonValue)list[name]!).GetValue<int>())
        );
        using var stranger = Gateway.NewClient("wrong");
        using var response = await stranger.GetAsync("Users");
        (await Fixtures.Answer.ReadAsync(response)).IsScimError(401);
    }
}
