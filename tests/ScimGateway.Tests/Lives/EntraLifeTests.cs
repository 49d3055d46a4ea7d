using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>Microsoft Entra ID as its documentation shows it, in front of a server as strict as the RFC.</summary>
public sealed class EntraLifeTests(ScimmyFixture fixture) : ScimmyLife(fixture, "entra")
{
    private const string Ana = $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}"],
         "externalId":"ana","userName":"ana@x.org","active":true,"meta":{"resourceType":"User"},
         "name":{"formatted":"Ana Bø","familyName":"Bø","givenName":"Ana"},"roles":[],
         "{{ScimmyServer.AcmeUser}}":{"team":"Red"} }
        """;

    [Fact]
    public async Task The_capitalised_dialect_creates_changes_and_disables()
    {
        Assert.Empty(await Gateway.FindAsync("Users", "userName eq \"5d4e7c1a-0b6f-4b0e-9b1c-2f6a1c3d4e5f\"")); // the connection test
        string boss = await UserAsync("boss@x.org");
        string id = (await Gateway.PostAsync("Users", Ana)).Json.At("id")!;

        var patched = await Gateway.PatchAsync($"Users/{id}", Bodies.Patch(
            """{"op":"Replace","path":"displayName","value":"Ana Bø"}""",
            """{"op":"Add","path":"emails[type eq \"work\"].value","value":"ana@x.org"}""",
            """{"op":"Replace","path":"addresses[type eq \"work\"].locality","value":"Oslo"}""",
            """{"op":"Replace","path":"addresses[type eq \"work\"].country","value":"NO"}""",
            $$"""{"op":"Add","path":"{{Bodies.Enterprise}}:manager","value":"{{boss}}"}""",
            """{"op":"Replace","path":"active","value":"False"}"""));

        var stored = (await StoredAsync("Users"))[1];
        Assert.True(patched.Status == 200, patched.Text);
        Assert.Equal(
            ("Ana Bø", "false", boss),
            (stored.At("displayName"), stored.At("active"), stored.At(Bodies.Enterprise, "manager", "value"))
        );
        Bodies.Same("""[{"value":"ana@x.org","type":"work"}]""", stored["emails"]);
        Bodies.Same("""[{"locality":"Oslo","country":"NO","type":"work"}]""", stored["addresses"]);
        Bodies.Same("""{"team":"Red"}""", stored[ScimmyServer.AcmeUser]);
        Assert.Equal("ana@x.org", patched.Json!["emails"]![0].At("value"));
    }

    [Fact]
    public async Task The_aadOptscim062020_dialect_collapses_its_changes_into_one_operation()
    {
        string id = (await Gateway.PostAsync("Users?aadOptscim062020", Ana)).Json.At("id")!;

        var patched = await Gateway.PatchAsync($"Users/{id}?aadOptscim062020", Bodies.Patch(
            $$"""{"op":"replace","value":{"displayName":"Ana Lee","name.familyName":"Lee","{{Bodies.Enterprise}}:department":"R&D","{{ScimmyServer.AcmeUser}}:team":"Blue","active":false} }""",
            """{"op":"replace","path":"emails[type eq \"work\"].value","value":"lee@x.org"}"""));

        var stored = await OnlyUserAsync();
        Assert.True(patched.Status == 200, patched.Text);
        Assert.Equal(
            ("Ana Lee", "Lee", "Ana", "false"),
            (stored.At("displayName"), stored.At("name", "familyName"), stored.At("name", "givenName"), stored.At("active"))
        );
        Assert.Equal(("R&D", "Blue", "lee@x.org"), (
            stored.At(Bodies.Enterprise, "department"),
            stored.At(ScimmyServer.AcmeUser, "team"),
            stored["emails"]![0].At("value")
        ));
    }

    [Fact]
    public async Task An_email_that_is_there_is_changed_in_its_place()
    {
        string id = await UserAsync("ana@x.org", """ "emails":[{"value":"old@x.org","type":"work","primary":true}] """);

        var calls = await CallsOfAsync(() => Gateway.PatchAsync(
            $"Users/{id}",
            Bodies.Patch("""{"op":"Replace","path":"emails[type eq \"work\"].value","value":"new@x.org"}""")
        ));

        Assert.Equal([$"GET /Users/{id}", $"PATCH /Users/{id}"], calls);
        Bodies.Same("""[{"value":"new@x.org","type":"work","primary":true}]""", (await OnlyUserAsync())["emails"]);
    }

    [Fact]
    public async Task A_PATCH_without_a_value_path_is_still_one_call()
    {
        string id = await UserAsync("ana@x.org");

        var calls = await CallsOfAsync(() =>
            Gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"Replace","path":"title","value":"CTO"}""")));

        Assert.Equal([$"PATCH /Users/{id}"], calls);
    }

    [Fact]
    public async Task A_manager_goes_with_an_empty_string()
    {
        string boss = await UserAsync("boss@x.org");
        string id = await UserAsync(
            "ana@x.org",
            $$""" "{{Bodies.Enterprise}}":{"department":"R&D","manager":{"value":"{{boss}}"} } """
        );
        Assert.Equal(boss, (await StoredAsync("Users"))[1].At(Bodies.Enterprise, "manager", "value"));

        await Gateway.PatchAsync(
            $"Users/{id}",
            Bodies.Patch($$"""{"op":"Replace","path":"{{Bodies.Enterprise}}:manager","value":""}""")
        );

        Bodies.Same("""{"department":"R&D"}""", (await StoredAsync("Users"))[1][Bodies.Enterprise]);
    }

    [Fact]
    public async Task Groups_change_without_a_body_in_the_answer()
    {
        string ana = await UserAsync("ana@x.org");
        string bo = await UserAsync("bo@x.org");
        var created = await Gateway.PostAsync("Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"externalId":"g1","displayName":"Eng","meta":{"resourceType":"Group"}}""");
        string id = created.Json.At("id")!;
        Assert.Equal(id, Assert.Single(
            (await Gateway.GetAsync("Groups?excludedAttributes=members&filter=displayName eq \"Eng\"")).Json![
                "Resources"
            ]!.AsArray()
        ).At("id"));

        var added = await Gateway.PatchAsync($"Groups/{id}", Bodies.Patch(
            $$"""{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{ana}}"},{"$ref":null,"value":"{{bo}}"}]}"""
        ));
        Assert.Equal((204, ""), (added.Status, added.Text));
        Assert.Equal([ana, bo], (await OnlyGroupAsync()).Members());

        await Gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{{ana}}"}]}""")
        );
        Assert.Equal([bo], (await OnlyGroupAsync()).Members());

        await Gateway.PatchAsync($"Groups/{id}", Bodies.Patch($$"""{"op":"remove","path":"members[value eq \"{{bo}}\"]"}"""));
        Assert.Empty((await OnlyGroupAsync()).Members());
    }
}
