using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.5.2: what is refused, and that a refusal changes nothing.</summary>
internal static class PatchRefusalRules
{
    private const string Section = "7644 §3.5.2";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Refuses(
            "A value path that matches nothing is refused with noTarget",
            "noTarget",
            """{"op":"replace","path":"emails[type eq \"home\"].value","value":"a@x.org"}"""
        ),
        Refuses("remove without a path is refused with noTarget", "noTarget", """{"op":"remove"}"""),
        Refuses(
            "A path that does not parse is refused with invalidPath",
            "invalidPath",
            """{"op":"replace","path":"name..givenName","value":"Anna"}"""
        ),
        Refuses(
            "A path whose filter does not parse is refused",
            null,
            """{"op":"replace","path":"emails[type eq","value":"a@x.org"}"""
        ), // invalidPath and invalidFilter fit both (RFC 7644 table 9)
        Refuses(
            "A value of the wrong type is refused with invalidValue",
            "invalidValue",
            """{"op":"replace","path":"active","value":{"is":"no"} }"""
        ),
        Refuses(
            "remove of a required attribute is refused with mutability or invalidValue",
            null,
            """{"op":"remove","path":"userName"}"""
        ),
        Refuses(
            "A change of a readOnly attribute is refused with mutability",
            "mutability",
            """{"op":"replace","path":"id","value":"other"}"""
        ),
        Refuses("An operation that nobody knows is refused", null, """{"op":"move","path":"title","value":"CEO"}"""),
        new(Section, "When one operation fails, none is applied", async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            (await server.PatchAsync(
                $"Users/{id}",
                """{"op":"replace","path":"title","value":"CEO"}""",
                """{"op":"replace","path":"emails[type eq \"home\"].value","value":"a@x.org"}""")).IsScimError(400, "noTarget");
            await IsUntouchedAsync(server, id);
        }),
        new(Section, "A PATCH without its schema or its operations is refused with invalidSyntax", async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            (await server.SendAsync(
                HttpMethod.Patch,
                $"Users/{id}",
                """{"Operations":[{"op":"replace","path":"title","value":"CEO"}]}"""
            )).IsScimError(400, "invalidSyntax");
            (
                await server.SendAsync(HttpMethod.Patch, $"Users/{id}", $$"""{"schemas":["{{Bodies.PatchOp}}"]}""")
            ).IsScimError(400, "invalidSyntax");
            await IsUntouchedAsync(server, id);
        }),
        new(Section, "A PATCH of what does not exist is 404", async server =>
            (await server.PatchAsync("Users/nobody", """{"op":"replace","path":"title","value":"CEO"}""")).IsScimError(404)),
        new(Section, "A PATCH to another's userName is 409 uniqueness", async server =>
        {
            await server.UserAsync("bo@x.org");
            string id = await server.UserAsync("ana@x.org", Before);
            (
                await server.PatchAsync($"Users/{id}", """{"op":"replace","path":"userName","value":"bo@x.org"}""")
            ).IsScimError(409, "uniqueness");
            await IsUntouchedAsync(server, id);
        }),
    ];

    private const string Before = """ "title":"CTO","active":true,"emails":[{"value":"w@x.org","type":"work"}] """;

    private static Rule Refuses(string sentence, string? scimType, string operation) => new(Section, sentence, async server =>
    {
        string id = await server.UserAsync("ana@x.org", Before);
        var refused = await server.PatchAsync($"Users/{id}", operation);
        refused.IsScimError(400, scimType ?? refused.Json.At("scimType"));
        await IsUntouchedAsync(server, id);
    });

    private static async Task IsUntouchedAsync(ScimServer server, string id)
    {
        JsonObject stored = await server.StoredAsync("Users", id);
        Assert.Equal(("ana@x.org", "CTO", "true"), (stored.At("userName"), stored.At("title"), stored.At("active")));
        Assert.Equal(["w@x.org"], stored["emails"].Each("value"));
    }
}
