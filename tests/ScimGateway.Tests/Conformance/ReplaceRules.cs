using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.5.1.</summary>
internal static class ReplaceRules
{
    private const string Section = "7644 §3.5.1";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(Section, "A PUT replaces what is stored and answers the whole resource", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "title":"CTO" """);
            var replaced = (
                await server.PutAsync($"Users/{id}", Json.User("ana@x.org", """ "title":"CEO","displayName":"Ana" """))
            ).Is(200);
            Assert.Equal(
                (id, "CEO", "Ana"),
                (replaced.Json.At("id"), replaced.Json.At("title"), replaced.Json.At("displayName"))
            );
            var stored = await server.StoredAsync("Users", id);
            Assert.Equal(("CEO", "Ana"), (stored.At("title"), stored.At("displayName")));
        }),
        new(Section, "What a PUT does not name is cleared", async server =>
        {
            string id = await server.StoreAsync(
                "Users",
                Json.Employee("ana@x.org", """{"department":"R&D"}""", """ "title":"CTO","emails":[{"value":"a@x.org"}] """)
            );
            var replaced = (await server.PutAsync($"Users/{id}", Json.User("ana@x.org"))).Is(200);
            Assert.Equal((null, null), (replaced.Json.At("title"), replaced.Json.At(Bodies.Enterprise, "department")));
            var stored = await server.StoredAsync("Users", id);
            Assert.Equal(
                (null, null, null),
                (stored.At("title"), stored.At("emails"), stored.At(Bodies.Enterprise, "department"))
            );
        }),
        new(Section, "A PUT of null or an empty list clears", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "title":"CTO","emails":[{"value":"a@x.org"}] """);
            (await server.PutAsync($"Users/{id}", Json.User("ana@x.org", """ "title":null,"emails":[] """))).Is(200);
            var stored = await server.StoredAsync("Users", id);
            Assert.Equal((null, 0), (stored.At("title"), stored["emails"]?.AsArray().Count ?? 0));
        }),
        new(Section, "readOnly attributes in a PUT are ignored", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            var replaced = (await server.PutAsync($"Users/{id}", Json.User(
                "ana@x.org",
                """ "title":"CTO","id":"other","meta":{"created":"2001-01-01T00:00:00Z"},"groups":[{"value":"g-1"}] """
            ))).Is(200);
            Assert.Equal((id, "CTO", null), (replaced.Json.At("id"), replaced.Json.At("title"), replaced.Json.At("groups")));
            Assert.True(replaced.Json!["meta"]!["created"]!.GetValue<DateTimeOffset>().Year > 2001);
            Assert.Equal("CTO", (await server.StoredAsync("Users", id)).At("title"));
        }),
        new(Section, "A PUT never creates", async server =>
        {
            (await server.PutAsync("Users/nobody", Json.User("ana@x.org"))).IsScimError(404);
            Assert.Empty(await server.StoredAsync("Users"));
        }),
        new(Section, "A PUT of another's userName is 409 uniqueness", async server =>
        {
            await server.UserAsync("bo@x.org");
            string id = await server.UserAsync("ana@x.org");
            (await server.PutAsync($"Users/{id}", Json.User("bo@x.org"))).IsScimError(409, "uniqueness");
            Assert.Equal("ana@x.org", (await server.StoredAsync("Users", id)).At("userName"));
        }),
        new(Section, "A PUT without a required attribute is refused and changes nothing", async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "title":"CTO" """);
            (
                await server.PutAsync($"Users/{id}", $$"""{"schemas":["{{Json.UserUrn}}"],"displayName":"Ana"}""")
            ).IsScimError(400, "invalidValue");
            Assert.Equal(("ana@x.org", "CTO"), (
                (await server.StoredAsync("Users", id)).At("userName"),
                (await server.StoredAsync("Users", id)).At("title")
            ));
        }),
        new(Section, "A PUT of a group replaces its members", async server =>
        {
            string ana = await server.UserAsync("ana@x.org");
            string bo = await server.UserAsync("bo@x.org");
            string id = await server.GroupAsync("Engineers", ana);
            (await server.PutAsync($"Groups/{id}", Json.Group("Builders", bo))).Is(200);
            var stored = await server.StoredAsync("Groups", id);
            Assert.Equal("Builders", stored.At("displayName"));
            Assert.Equal([bo], stored.Members());
        }),
    ];
}
