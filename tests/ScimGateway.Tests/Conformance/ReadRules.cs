using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 sections 3.4.1 and 3.11.</summary>
internal static class ReadRules
{
    private const string Section = "7644 §3.4.1";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(Section, "A resource is read by its id", async server =>
        {
            var read = (await server.GetAsync($"Users/{server.Ids["user01@x.org"]}")).Is(200);
            Assert.Equal(
                (server.Ids["user01@x.org"], "user01@x.org", "CTO"),
                (read.Json.At("id"), read.Json.At("userName"), read.Json.At("title"))
            );
            Assert.Equal(("Bø", "R&D", "u-42"), (
                read.Json.At("name", "familyName"),
                read.Json.At(Bodies.Enterprise, "department"),
                read.Json.At(Bodies.Enterprise, "manager", "value")
            ));
            Assert.Equal(["user01@x.org", "ana@home.org"], read.Json!["emails"].Each("value"));
        }),
        Rule.OfReading("7643 §3.1", "What is read says its type and where it is", async server =>
        {
            var read = (await server.GetAsync($"Users/{server.Ids["user01@x.org"]}")).Is(200);
            Assert.Equal(
                ("User", $"{server.BaseUrl}/Users/{server.Ids["user01@x.org"]}"),
                (read.Json.At("meta", "resourceType"), read.Json.At("meta", "location"))
            );
        }),
        Rule.OfReading(
            Section,
            "What does not exist is 404 with a SCIM error",
            async server => (await server.GetAsync("Users/nobody")).IsScimError(404)
        ),
        Rule.OfReading("7643 §4.2", "A group is read with its members", async server =>
        {
            var read = (await server.GetAsync($"Groups/{server.Ids["Engineers"]}")).Is(200);
            Assert.Equal([server.Ids["user01@x.org"], server.Ids["user02@x.org"]], read.Json!.Members());
        }),
        Rule.OfReading("7643 §4.2", "A member's $ref, where it is told, leads to the member", async server =>
        {
            var read = (await server.GetAsync($"Groups/{server.Ids["Sales"]}")).Is(200);
            if (Assert.Single(read.Json!["members"].Each("$ref")) is not { } reference) return;
            Assert.EndsWith($"Users/{server.Ids["user03@x.org"]}", reference, StringComparison.Ordinal);
            Assert.True(!reference.Contains("://", StringComparison.Ordinal)
                || reference.StartsWith(server.BaseUrl + "/", StringComparison.Ordinal), reference);
        }),
        Rule.OfReading("7644 §3.11", "/Me is the client's own user, or 501, or a redirect to it", async server =>
        {
            var me = await server.GetAsync("Me");
            if (me.Status is 200 or 308) Assert.NotNull(me.Response.Headers.Location);
            else me.IsScimError(501);
        }),
    ];
}
