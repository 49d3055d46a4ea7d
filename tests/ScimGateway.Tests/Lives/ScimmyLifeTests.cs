using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>A user's and a group's whole life in front of a server that nobody here wrote, in words that need no
/// mapping.</summary>
public sealed class PlainScimmyLifeTests(ScimmyFixture fixture)
    : ScimmyLifeTests(fixture, null, new(ScimmyServer.AcmeUser, "team", "badge"));

/// <summary>The same lives, with the company's own names for what scimmy calls its Acme extension.</summary>
public sealed class RenamedScimmyLifeTests(ScimmyFixture fixture)
    : ScimmyLifeTests(fixture, Mapping, new("urn:example:company:2.0:User", "squad", "badgeNumber"))
{
    private const string Mapping = """
        var acme = "urn:acme:params:scim:schemas:extension:acme:2.0:User";
        var company = "urn:example:company:2.0:User";
        target({
          can: { projection: false }, // scimmy knows no URN with a dot among the attributes that are asked for
          User: { attributes: [map(company + ":squad", acme + ":team"), map(company + ":badgeNumber", acme + ":badge"), map(company + ":remote", acme + ":remote")] },
          Group: {}
        });
        """;

    [Fact]
    public async Task A_renamed_boolean_stays_a_boolean_both_ways()
    {
        string id = await UserAsync("ana@x.org", """ "urn:example:company:2.0:User":{"remote":true} """);

        Bodies.Same("""{"remote":true}""", (await OnlyUserAsync())[ScimmyServer.AcmeUser]);
        Bodies.Same("""{"remote":true}""", (await Gateway.GetAsync($"Users/{id}")).Json!["urn:example:company:2.0:User"]);
    }

    [Fact]
    public async Task Attributes_that_scimmy_cannot_choose_are_chosen_by_the_gateway()
    {
        string id = await UserAsync(
            "ana@x.org",
            """ "title":"CTO","urn:example:company:2.0:User":{"squad":"Red","badgeNumber":"B-7"} """
        );

        var read = await Gateway.GetAsync($"Users/{id}?attributes=userName,urn:example:company:2.0:User:squad");

        Assert.Equal("ana@x.org", read.Json.At("userName"));
        Assert.False(read.Json!.ContainsKey("title"));
        Bodies.Same("""{"squad":"Red"}""", read.Json["urn:example:company:2.0:User"]);
    }
}

/// <summary>What the company calls scimmy's <c>team</c> and <c>badge</c>.</summary>
public sealed record AcmeWords(string Urn, string Team, string Badge);

/// <summary>scimmy takes a name that a PATCH gives in part for the whole name (RFC 7644 section 3.5.2.3: the rest stays); a
/// mapping that says it has no PATCH has the gateway do it right.</summary>
public sealed class PatchlessScimmyLifeTests(ScimmyFixture fixture) : ScimmyLife(fixture, "okta", "target({ can: { patch: false }, User: {}, Group: {} });")
{
    [Fact]
    public async Task The_rest_of_a_name_stays()
    {
        string id = await UserAsync("ana@x.org", """ "name":{"givenName":"Ana","familyName":"Bø"} """);

        await Gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"replace","value":{"name":{"familyName":"Lee"}}}"""));

        Bodies.Same("""{"givenName":"Ana","familyName":"Lee"}""", (await OnlyUserAsync())["name"]);
    }
}

public abstract class ScimmyLifeTests(ScimmyFixture fixture, string? mapping, AcmeWords acme)
    : ScimmyLife(fixture, "strict", mapping)
{
    private string Ana => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}","{{acme.Urn}}"],
         "userName":"ana@x.org","externalId":"00u1","active":true,"name":{"givenName":"Ana","familyName":"Bø"},
         "emails":[{"value":"ana@x.org","type":"work","primary":true}],
         "{{Bodies.Enterprise}}":{"department":"R&D","employeeNumber":"7"},
         "{{acme.Urn}}":{"{{acme.Team}}":"Red","{{acme.Badge}}":"B-7"} }
        """;

    [Fact]
    public async Task Looking_up_a_user_who_is_not_there_gives_an_empty_list()
    {
        var found = await Gateway.GetAsync(Bodies.Query("Users", "userName eq \"ana@x.org\""));

        Assert.Equal(200, found.Status);
        Bodies.Same("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}""", found.Json);
    }

    [Fact]
    public async Task A_created_user_is_stored_with_all_extensions_and_answered_as_stored()
    {
        var created = await Gateway.PostAsync("Users", Ana);

        var stored = await OnlyUserAsync();
        Assert.Equal(201, created.Status);
        Assert.Equal("application/scim+json", created.MediaType);
        Assert.Equal(("ana@x.org", "00u1", "Bø", "R&D"), (
            stored.At("userName"),
            stored.At("externalId"),
            stored.At("name", "familyName"),
            stored.At(Bodies.Enterprise, "department")
        ));
        Bodies.Same("""{"team":"Red","badge":"B-7"}""", stored[ScimmyServer.AcmeUser]);
        Bodies.Same($$"""{"{{acme.Team}}":"Red","{{acme.Badge}}":"B-7"}""", created.Json![acme.Urn]);
        string location = $"https://gw.example/scim/v2/Users/{stored.At("id")}";
        Assert.Equal(
            (stored.At("id"), location, location),
            (created.Json.At("id"), created.Json.At("meta", "location"), created.Response.Headers.Location?.ToString())
        );
        Bodies.Same(
            $$"""["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}","{{acme.Urn}}"]""",
            created.Json["schemas"]
        );
    }

    [Fact]
    public async Task A_second_create_of_the_same_user_is_a_conflict()
    {
        await Gateway.PostAsync("Users", Ana);

        (await Gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");

        await OnlyUserAsync();
    }

    [Fact]
    public async Task A_read_is_one_call_and_gives_what_is_stored()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;
        Answer? read = null;

        var calls = await CallsOfAsync(async () => read = await Gateway.GetAsync($"Users/{id}"));

        Assert.Equal([$"GET /Users/{id}"], calls);
        Assert.Equal(
            ("ana@x.org", "Red", "7"),
            (read!.Json.At("userName"), read.Json.At(acme.Urn, acme.Team), read.Json.At(Bodies.Enterprise, "employeeNumber"))
        );
        Assert.False(
            read.Json!.ContainsKey(acme.Urn == ScimmyServer.AcmeUser ? "urn:example:company:2.0:User" : ScimmyServer.AcmeUser)
        );
    }

    [Fact]
    public async Task Chosen_attributes_come_with_their_id_and_their_schemas()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        var read = await Gateway.GetAsync($"Users/{id}?attributes=userName,name.familyName");

        Assert.Equal(
            ["id", "name", "schemas", "userName"],
            read.Json!.Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Bodies.Same("""{"familyName":"Bø"}""", read.Json!["name"]);
    }

    [Theory]
    [InlineData("userName eq \"ana@x.org\"", 1)]
    [InlineData("userName eq \"ana@x.org\" and active eq true", 1)]
    [InlineData("userName eq \"ana@x.org\" and active eq false", 0)]
    [InlineData("externalId eq \"00u1\"", 1)]
    [InlineData("emails[type eq \"work\" and value eq \"ana@x.org\"]", 1)]
    [InlineData("userName sw \"bo\" or name.familyName eq \"Bø\"", 2)]
    public async Task A_filter_is_one_call_and_finds(string filter, int count)
    {
        await Gateway.PostAsync("Users", Ana);
        await UserAsync("bo@x.org", """ "emails":[{"value":"bo@x.org","type":"work"}] """); // scimmy cannot look into e-mails that are not there
        int found = -1;

        var calls = await CallsOfAsync(async () => found = (await Gateway.FindAsync("Users", filter)).Count);

        Assert.Equal(count, found);
        Assert.StartsWith("GET /Users?filter=", Assert.Single(calls), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PUT_replaces_what_is_stored()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        var replaced = await Gateway.PutAsync($"Users/{id}", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{acme.Urn}}"],"id":"{{id}}","userName":"ana@x.org","active":true,
             "name":{"givenName":"Ana","familyName":"Lee"},"title":"CTO","{{acme.Urn}}":{"{{acme.Team}}":"Blue"} }
            """);

        var stored = await OnlyUserAsync();
        Assert.Equal((200, "Blue"), (replaced.Status, replaced.Json.At(acme.Urn, acme.Team)));
        Assert.Equal(("Lee", "CTO", null), (stored.At("name", "familyName"), stored.At("title"), stored.At("emails")));
        Bodies.Same("""{"team":"Blue"}""", stored[ScimmyServer.AcmeUser]);
    }

    [Fact]
    public async Task A_PATCH_replaces_adds_and_removes()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        var patched = await Gateway.PatchAsync($"Users/{id}", Bodies.Patch(
            """{"op":"replace","path":"name.familyName","value":"Lee"}""",
            """{"op":"add","path":"title","value":"CTO"}""",
            """{"op":"add","path":"emails","value":[{"value":"home@x.org","type":"home"}]}""",
            """{"op":"replace","path":"emails[type eq \"work\"].value","value":"work@x.org"}""",
            """{"op":"remove","path":"externalId"}"""));

        var stored = await OnlyUserAsync();
        Assert.Equal(200, patched.Status);
        Assert.Equal(("Lee", "CTO", null), (stored.At("name", "familyName"), stored.At("title"), stored.At("externalId")));
        Assert.Equal(["work@x.org", "home@x.org"], stored["emails"]!.AsArray().Select(email => email.At("value")));
        Assert.Equal(("Lee", "CTO"), (patched.Json.At("name", "familyName"), patched.Json.At("title")));
    }

    [Fact]
    public async Task A_PATCH_without_a_path_names_its_attributes_in_the_value()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        await Gateway.PatchAsync($"Users/{id}", Bodies.Patch(
            $$"""{"op":"replace","value":{"title":"CTO","name":{"givenName":"Anna","familyName":"Bø"},"{{Bodies.Enterprise}}":{"department":"Sales"},"{{acme.Urn}}":{"{{acme.Team}}":"Blue"} } }"""));

        var stored = await OnlyUserAsync();
        Assert.Equal(("CTO", "Anna", "Bø", "Sales"), (
            stored.At("title"),
            stored.At("name", "givenName"),
            stored.At("name", "familyName"),
            stored.At(Bodies.Enterprise, "department")
        ));
        Bodies.Same("""{"team":"Blue","badge":"B-7"}""", stored[ScimmyServer.AcmeUser]);
    }

    [Fact]
    public async Task A_PATCH_of_the_extensions_attributes_is_stored()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        var patched = await Gateway.PatchAsync($"Users/{id}", Bodies.Patch(
            $$"""{"op":"replace","path":"{{acme.Urn}}:{{acme.Team}}","value":"Green"}""",
            $$"""{"op":"remove","path":"{{acme.Urn}}:{{acme.Badge}}"}""",
            $$"""{"op":"add","path":"{{Bodies.Enterprise}}:costCenter","value":"42"}"""));

        var stored = await OnlyUserAsync();
        Assert.Equal(200, patched.Status);
        Bodies.Same("""{"team":"Green"}""", stored[ScimmyServer.AcmeUser]);
        Bodies.Same("""{"department":"R&D","employeeNumber":"7","costCenter":"42"}""", stored[Bodies.Enterprise]);
    }

    [Fact]
    public async Task A_user_renamed_by_PATCH_is_found_by_the_new_name_only()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        var patched = await Gateway.PatchAsync(
            $"Users/{id}",
            Bodies.Patch("""{"op":"replace","path":"userName","value":"ana.lee@x.org"}""")
        );

        Assert.Equal((200, id, "ana.lee@x.org"), (patched.Status, patched.Json.At("id"), patched.Json.At("userName")));
        Assert.Equal((id, "ana.lee@x.org"), ((await OnlyUserAsync()).At("id"), (await OnlyUserAsync()).At("userName")));
        Assert.Equal(id, Assert.Single(await Gateway.FindAsync("Users", "userName eq \"ana.lee@x.org\"")).At("id"));
        Assert.Empty(await Gateway.FindAsync("Users", "userName eq \"ana@x.org\""));
    }

    [Fact]
    public async Task A_user_is_deactivated_deleted_and_gone()
    {
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        await Gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"replace","path":"active","value":false}"""));
        Assert.Equal("false", (await OnlyUserAsync()).At("active"));
        Assert.Single(await Gateway.FindAsync("Users", "userName eq \"ana@x.org\" and active eq false"));

        var deleted = await Gateway.DeleteAsync($"Users/{id}");
        Assert.Equal((204, ""), (deleted.Status, deleted.Text));
        Assert.Empty(await StoredAsync("Users"));
        (await Gateway.GetAsync($"Users/{id}")).IsScimError(404);
        (await Gateway.DeleteAsync($"Users/{id}")).IsScimError(404);
        (
            await Gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"replace","path":"active","value":true}"""))
        ).IsScimError(404);
    }

    [Fact]
    public async Task A_group_gains_and_loses_members_is_renamed_and_deleted()
    {
        string ana = await UserAsync("ana@x.org");
        string bo = await UserAsync("bo@x.org");
        string group = await GroupAsync("Engineers", ana);
        Assert.Equal([ana], (await OnlyGroupAsync()).Members());

        await Gateway.PatchAsync(
            $"Groups/{group}",
            Bodies.Patch($$"""{"op":"add","path":"members","value":[{"value":"{{bo}}"}]}""")
        );
        Assert.Equal([ana, bo], (await OnlyGroupAsync()).Members());

        await Gateway.PatchAsync($"Groups/{group}", Bodies.Patch(
            $$"""{"op":"remove","path":"members[value eq \"{{ana}}\"]"}""",
            """{"op":"replace","path":"displayName","value":"Builders"}"""
        ));
        Assert.Equal([bo], (await OnlyGroupAsync()).Members());
        Assert.Equal("Builders", (await OnlyGroupAsync()).At("displayName"));

        var read = await Gateway.GetAsync($"Groups/{group}");
        Assert.Equal([bo], read.Json!.Members());
        Assert.False((await Gateway.GetAsync($"Groups/{group}?excludedAttributes=members")).Json!.ContainsKey("members"));

        Assert.Equal(204, (await Gateway.DeleteAsync($"Groups/{group}")).Status);
        Assert.Empty(await StoredAsync("Groups"));
        Assert.Equal(2, (await StoredAsync("Users")).Count);
    }
}
