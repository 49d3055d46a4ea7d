using System.Net;
using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Tests;

public sealed class AlexisHrAppTests : IAsyncLifetime
{
    private const string Astrid = "5f3c9a7b1e00000000000001";
    private const string Ana = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","name":{},"active":true,"meta":{"resourceType":"User"},
         "emails":[],"phoneNumbers":[],"photos":[],"addresses":[]}
        """;

    private Caller alexis = null!;

    public async Task InitializeAsync() => alexis = await Caller.OfAsync("alexishr-app");

    public async Task DisposeAsync() => await alexis.DisposeAsync();

    [Fact]
    public async Task A_person_is_created_changed_and_deactivated()
    {
        var created = await alexis.SendAsync("POST", "/Users", Ana);
        Assert.Equal((HttpStatusCode.Created, "5f3c9a7b1e00000000000021"), (created.Status, created.Id));
        Assert.True(created.Json["meta"]!.AsObject().TryGetPropertyValue("location", out var location));
        Assert.Null(location);

        var changed = await alexis.SendAsync("PUT", $"/Users/{created.Id}", $$$"""{"userName":"ana@x.org","active":false,"title":"CTO","shoeSize":44,"{{{Urns.Enterprise}}}":{"department":"IT"}}""");

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        var stored = alexis.Server.Stored("/Users")[created.Id];
        Assert.Equal(("CTO", "False", "IT"), (
            (string?)stored["title"],
            stored["active"]!.GetValue<bool>().ToString(),
            (string?)stored[Urns.Enterprise]!["department"]
        ));
        Assert.False(stored.ContainsKey("shoeSize"));
        Assert.False(stored.ContainsKey("emails"));
        Assert.Equal(created.Json["meta"]!["created"]!.GetValue<string>(), stored["meta"]!["created"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("schemas")]
    [InlineData("userName")]
    [InlineData("name")]
    [InlineData("active")]
    [InlineData("meta")]
    [InlineData("emails")]
    [InlineData("phoneNumbers")]
    [InlineData("photos")]
    [InlineData("addresses")]
    public async Task A_create_requires_all_that_its_reference_marks(string name)
    {
        var body = JsonNode.Parse(Ana)!.AsObject();
        body.Remove(name);

        var reply = await alexis.SendAsync("POST", "/Users", body.ToJsonString());

        Assert.Equal((HttpStatusCode.BadRequest, $$"""{"message":"{{name}} is required"}"""), (reply.Status, reply.Text));
        Assert.Equal(20, alexis.Server.Stored("/Users").Count);
    }

    [Theory]
    [InlineData("POST", "/Users", "{\"userName\":\"ASTRID.bergman@nordhavn.example.com\",", 409)]
    [InlineData("PUT", "/Users/" + Astrid, "{\"userName\":\"henrik.sjoholm@nordhavn.example.com\",", 409)]
    [InlineData(
        "PUT",
        "/Users/" + Astrid,
        "{\"userName\":\"a@x.org\",\"" + Urns.Enterprise + "\":{\"manager\":{\"value\":\"nobody\"}},",
        400
    )]
    [InlineData("PUT", "/Users/nobody", "{\"userName\":\"a@x.org\",", 404)]
    [InlineData("PATCH", "/Users/" + Astrid, "{", 405)]
    [InlineData("DELETE", "/Users/" + Astrid, "{", 405)]
    [InlineData("POST", "/Groups", "{", 400)]
    [InlineData("POST", "/Groups", "{\"displayName\":\"G\",\"members\":[{\"value\":\"nobody\"}],", 404)]
    public async Task What_cannot_be_is_told_with_a_message_and_changes_nothing(
        string method,
        string path,
        string begin,
        int status
    )
    {
        var before = alexis.Server.Stored("/Users");

        var reply = await alexis.SendAsync(method, path, begin
            + """ "schemas":[],"name":{},"active":true,"meta":{},"emails":[],"phoneNumbers":[],"photos":[],"addresses":[]}""");

        Assert.Equal(status, (int)reply.Status);
        Assert.Equal(["message"], reply.Json.Select(member => member.Key).ToList());
        Assert.True(JsonNode.DeepEquals(
            new JsonObject(before.Select(Entry)),
            new JsonObject(alexis.Server.Stored("/Users").Select(Entry))
        ));
        Assert.Empty(alexis.Server.Stored("/Groups"));

        static KeyValuePair<string, JsonNode?> Entry(KeyValuePair<string, JsonObject> entry) =>
            new(entry.Key, entry.Value.DeepClone());
    }

    [Fact]
    public async Task A_group_is_created_found_replaced_and_deleted()
    {
        string id = (await alexis.SendAsync("POST", "/Groups", $$"""{"displayName":"Eng","externalId":"g1","members":[{"value":"{{Astrid}}","type":"User"},{"value":"{{Astrid}}"}]}""")).Id;
        Assert.Equal(1, (await alexis.FindAsync("/Groups", "displayName eq \"ENG\"")).Total);
        Assert.Equal(1, (await alexis.FindAsync("/Groups", "externalId eq \"g1\"")).Total);
        Assert.Equal(HttpStatusCode.BadRequest, (await alexis.FindAsync("/Groups", "members eq \"g1\"")).Status);
        Assert.Equal($$"""[{"value":"{{Astrid}}"}]""", alexis.Server.Stored("/Groups")[id]["members"]!.ToJsonString());

        Assert.Equal(
            HttpStatusCode.OK,
            (await alexis.SendAsync("PUT", $"/Groups/{id}", """{"displayName":"Builders"}""")).Status
        );
        Assert.Equal("Builders", (await alexis.GetAsync($"/Groups/{id}")).Json["displayName"]!.GetValue<string>());
        Assert.Equal("[]", alexis.Server.Stored("/Groups")[id]["members"]!.ToJsonString());

        Assert.Equal(HttpStatusCode.NoContent, (await alexis.SendAsync("DELETE", $"/Groups/{id}")).Status);
        Assert.Empty(alexis.Server.Stored("/Groups"));
    }
}
