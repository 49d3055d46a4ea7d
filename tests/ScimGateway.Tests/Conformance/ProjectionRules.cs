using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 sections 3.4.2.5 and 3.9.</summary>
internal static class ProjectionRules
{
    private const string Section = "7644 §3.9";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(Section, "attributes gives those and the id", async server =>
        {
            var read = (await server.GetAsync($"Users/{server.Ids["user01@x.org"]}?attributes=userName")).Is(200);
            Assert.Equal(["id", "userName"], read.Json.Names().Where(name => name != "schemas"));
        }),
        Rule.OfReading(Section, "A sub-attribute can be chosen", async server =>
        {
            var read = (await server.GetAsync($"Users/{server.Ids["user01@x.org"]}?attributes=name.familyName")).Is(200);
            Bodies.Same("""{"familyName":"Bø"}""", read.Json!["name"]);
        }),
        Rule.OfReading(Section, "An attribute is chosen in any case, and with its URN", async server =>
        {
            var read = (
                await server.GetAsync($"Users/{server.Ids["user01@x.org"]}?attributes=TITLE,{Bodies.Enterprise}:department")
            ).Is(200);
            Assert.Equal("CTO", read.Json.At("title"));
            Bodies.Same("""{"department":"R&D"}""", read.Json![Bodies.Enterprise]);
        }),
        Rule.OfReading(Section, "excludedAttributes leaves those out, but never the id", async server =>
        {
            var read = (
                await server.GetAsync($"Users/{server.Ids["user01@x.org"]}?excludedAttributes=emails,id,name.givenName")
            ).Is(200);
            Assert.Equal(
                (server.Ids["user01@x.org"], "CTO", null),
                (read.Json.At("id"), read.Json.At("title"), read.Json.At("emails"))
            );
            Bodies.Same("""{"familyName":"Bø"}""", read.Json!["name"]);
        }),
        Rule.OfReading("7644 §3.4.2.5", "A list is cut to attributes too", async server =>
        {
            var list = await server.ListAsync("Users?attributes=userName&count=3");
            Assert.All(list.Page(), user => Assert.Equal(["id", "userName"], user.Names().Where(name => name != "schemas")));
        }),
        Rule.OfReading("7644 §3.4.2.5", "Groups are listed without their members", async server =>
            Assert.All(
                (await server.ListAsync("Groups?excludedAttributes=members")).Page(),
                group => Assert.Equal((true, false), (group.ContainsKey("displayName"), group.ContainsKey("members")))
            )),
        Rule.OfReading(Section, "A filter may ask what is not answered", async server =>
        {
            var list = await server.ListAsync($"Users?{Lists.Filter("title eq \"CTO\"")}&attributes=userName");
            Assert.Equal(["user01@x.org"], list.UserNames());
            Assert.False(list.Page()[0].ContainsKey("title"));
        }),
        new(Section, "The answer to a create is cut to attributes", async server =>
        {
            var created = (
                await server.PostAsync("Users?attributes=userName", Json.User("ana@x.org", """ "title":"CTO" """))
            ).Is(201);
            Assert.Equal(("ana@x.org", null), (created.Json.At("userName"), created.Json.At("title")));
            Assert.Equal("CTO", (await server.StoredAsync("Users", created.Json.At("id")!)).At("title"));
        }),
        new(Section, "The answer to a PUT is cut to attributes", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            var replaced = (
                await server.PutAsync($"Users/{id}?excludedAttributes=title", Json.User("ana@x.org", """ "title":"CTO" """))
            ).Is(200);
            Assert.Equal(("ana@x.org", null), (replaced.Json.At("userName"), replaced.Json.At("title")));
            Assert.Equal("CTO", (await server.StoredAsync("Users", id)).At("title"));
        }),
        new("7644 §3.5.2", "A PATCH that names attributes is answered with 200 and those", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            var patched = (
                await server.PatchAsync($"Users/{id}?attributes=title", """{"op":"add","path":"title","value":"CTO"}""")
            ).Is(200);
            Assert.Equal(("CTO", null), (patched.Json.At("title"), patched.Json.At("userName")));
        }),
    ];
}
