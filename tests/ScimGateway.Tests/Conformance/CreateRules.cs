using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.3.</summary>
internal static class CreateRules
{
    private const string Section = "7644 §3.3";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(Section, "A create is answered with 201 and the whole resource", async server =>
        {
            var created = (
                await server.PostAsync("Users", Json.User("ana@x.org", """ "title":"CTO","name":{"givenName":"Ana"} """))
            ).Is(201);
            Assert.Equal(
                ("ana@x.org", "CTO", "Ana"),
                (created.Json.At("userName"), created.Json.At("title"), created.Json.At("name", "givenName"))
            );
            Assert.Contains(Json.UserUrn, created.Json!["schemas"]!.AsArray().Select(urn => urn!.GetValue<string>()));
            Assert.Equal("CTO", (await server.StoredAsync("Users", created.Json.At("id")!)).At("title"));
        }),
        new(Section, "The Location of a created resource is its meta.location, and can be read", async server =>
        {
            var created = (await server.PostAsync("Users", Json.User("ana@x.org"))).Is(201);
            string location = $"{server.BaseUrl}/Users/{created.Json.At("id")}";
            Assert.Equal(
                (location, location),
                (created.Response.Headers.Location?.ToString(), created.Json.At("meta", "location"))
            );
            (await server.GetAsync(location[(server.BaseUrl.Length + 1)..])).Is(200);
        }),
        new("7643 §3.1", "A created resource has a meta of the server's own", async server =>
        {
            var created = (await server.PostAsync("Users", Json.User(
                "ana@x.org",
                """ "id":"mine","meta":{"created":"2001-01-01T00:00:00Z","resourceType":"Robot"} """
            ))).Is(201);
            Assert.NotEqual("mine", created.Json.At("id"));
            Assert.Equal("User", created.Json.At("meta", "resourceType"));
            Assert.True(created.Json!["meta"]!["created"]!.GetValue<DateTimeOffset>().Year > 2001);
            Assert.True(created.Json["meta"]!["lastModified"]!.GetValue<DateTimeOffset>()
                >= created.Json["meta"]!["created"]!.GetValue<DateTimeOffset>());
        }),
        new(Section, "A second create of one userName is 409 uniqueness", async server =>
        {
            await server.UserAsync("ana@x.org");
            (await server.PostAsync("Users", Json.User("ana@x.org"))).IsScimError(409, "uniqueness");
            Assert.Single(await server.StoredAsync("Users"));
        }),
        new("7643 §4.1.1", "A userName that differs in case alone is the same", async server =>
        {
            await server.UserAsync("ana@x.org");
            (await server.PostAsync("Users", Json.User("ANA@x.org"))).IsScimError(409, "uniqueness");
        }),
        new("7643 §4.1.1", "A user without a userName is refused with invalidValue", async server =>
        {
            (await server.PostAsync("Users", $$"""{"schemas":["{{Json.UserUrn}}"],"displayName":"Ana"}""")).IsScimError(
                400,
                "invalidValue"
            );
            Assert.Empty(await server.StoredAsync("Users"));
        }),
        new("7643 §2.5", "Null and empty values are no values", async server =>
        {
            var created = (
                await server.PostAsync("Users", Json.User("ana@x.org", """ "title":null,"emails":[],"name":null """))
            ).Is(201);
            Assert.Equal((null, null), (created.Json.At("title"), created.Json.At("name")));
            Assert.Null((await server.StoredAsync("Users", created.Json.At("id")!)).At("title"));
        }),
        new("7643 §2.1", "Attribute names are the same in any case", async server =>
        {
            var created = (await server.PostAsync(
                "Users",
                $$"""{"schemas":["{{Json.UserUrn}}"],"USERNAME":"ana@x.org","DisplayName":"Ana"}"""
            )).Is(201);
            Assert.Equal(("ana@x.org", "Ana"), (created.Json.At("userName"), created.Json.At("displayName")));
        }),
        new("7643 §4.1.1", "A password is never answered", async server =>
        {
            var created = (await server.PostAsync("Users", Json.User("ana@x.org", """ "password":"s3cret-s3cret" """))).Is(201);
            Assert.DoesNotContain("s3cret", created.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(
                "s3cret",
                (await server.GetAsync($"Users/{created.Json.At("id")}")).Is(200).Text,
                StringComparison.Ordinal
            );
        }),
        new("7643 §4.3", "Attributes of an extension are stored and answered under its URN", async server =>
        {
            var created = (
                await server.PostAsync("Users", Json.Employee("ana@x.org", """{"department":"R&D","costCenter":"9"}"""))
            ).Is(201);
            Bodies.Same(
                """{"department":"R&D","costCenter":"9"}""",
                (await server.StoredAsync("Users", created.Json.At("id")!))[Bodies.Enterprise]
            );
            Assert.Equal("R&D", created.Json.At(Bodies.Enterprise, "department"));
            Assert.Contains(Bodies.Enterprise, created.Json!["schemas"]!.AsArray().Select(urn => urn!.GetValue<string>()));
        }),
        new("7643 §4.2", "A group is created with its members", async server =>
        {
            string ana = await server.UserAsync("ana@x.org");
            var created = (await server.PostAsync("Groups", Json.Group("Engineers", ana))).Is(201);
            Assert.Equal([ana], created.Json!.Members());
            Assert.Equal([ana], (await server.StoredAsync("Groups", created.Json.At("id")!)).Members());
        }),
    ];
}
