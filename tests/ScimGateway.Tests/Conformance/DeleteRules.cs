using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.6.</summary>
internal static class DeleteRules
{
    private const string Section = "7644 §3.6";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(Section, "A DELETE is answered with 204 and nothing else", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "active":true """);
            var deleted = (await server.DeleteAsync($"Users/{id}")).Is(204);
            Assert.Equal("", deleted.Text);
            Assert.All(await server.StoredAsync("Users"), left => Assert.Equal("false", left.At("active")));
        }),
        new(Section, "What is deleted is 404 for every operation", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "active":true """);
            (await server.DeleteAsync($"Users/{id}")).Is(204);
            (await server.GetAsync($"Users/{id}")).IsScimError(404);
            (await server.PutAsync($"Users/{id}", Json.User("ana@x.org"))).IsScimError(404);
            (await server.PatchAsync($"Users/{id}", """{"op":"replace","path":"active","value":true}""")).IsScimError(404);
            (await server.DeleteAsync($"Users/{id}")).IsScimError(404);
        }),
        new(Section, "What is deleted is in no list", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "active":true """);
            await server.UserAsync("bo@x.org", """ "active":true """);
            (await server.DeleteAsync($"Users/{id}")).Is(204);
            var list = await server.ListAsync("Users");
            Assert.Equal(["bo@x.org"], list.UserNames());
            Assert.Equal(1, list.Total());
            Assert.Equal(0, (await server.ListAsync($"Users?{Lists.Filter("userName eq \"ana@x.org\"")}")).Total());
        }),
        new(Section, "A deleted user's userName is free again", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "active":true,"title":"CTO" """);
            (await server.DeleteAsync($"Users/{id}")).Is(204);
            var created = (await server.PostAsync("Users", Json.User("ana@x.org", """ "active":true """))).Is(201);
            Assert.Equal("true", created.Json.At("active")); // at a target that only deactivates he keeps what is not said
            (await server.GetAsync($"Users/{created.Json.At("id")}")).Is(200);
        }),
        new(
            Section,
            "A DELETE of what does not exist is 404",
            async server => (await server.DeleteAsync("Users/nobody")).IsScimError(404)
        ),
        new(Section, "A group is deleted, and its members stay", async server =>
        {
            string ana = await server.UserAsync("ana@x.org");
            string id = await server.GroupAsync("Engineers", ana);
            (await server.DeleteAsync($"Groups/{id}")).Is(204);
            Assert.Empty(await server.StoredAsync("Groups"));
            (await server.GetAsync($"Groups/{id}")).IsScimError(404);
            (await server.GetAsync($"Users/{ana}")).Is(200);
        }),
    ];
}
