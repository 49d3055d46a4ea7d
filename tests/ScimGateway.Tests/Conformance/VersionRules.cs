using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.14.</summary>
internal static class VersionRules
{
    private const string Section = "7644 §3.14";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            Section,
            "A read has an ETag, which is its meta.version",
            async server => await VersionAsync(server, await server.UserAsync("ana@x.org"))
        ),
        new(Section, "A create has an ETag, which a read has too", async server =>
        {
            var created = (await server.PostAsync("Users", Json.User("ana@x.org"))).Is(201);
            Assert.Equal(await VersionAsync(server, created.Json.At("id")!), created.Response.Headers.ETag?.ToString());
        }),
        new(Section, "A change changes the ETag", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            string before = await VersionAsync(server, id);
            Assert.Equal(before, await VersionAsync(server, id));
            (await server.PatchAsync($"Users/{id}", """{"op":"add","path":"title","value":"CTO"}""")).IsPatched();
            Assert.NotEqual(before, await VersionAsync(server, id));
        }),
        new(Section, "A read of a version that the client has is 304", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            string version = await VersionAsync(server, id);
            Assert.Equal("", (await server.GetAsync($"Users/{id}", ("If-None-Match", version))).Is(304).Text);
            (await server.GetAsync($"Users/{id}", ("If-None-Match", "W/\"other\""))).Is(200);
        }),
        new(Section, "A change with the version that is there succeeds", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            (await server.PutAsync(
                $"Users/{id}",
                Json.User("ana@x.org", """ "title":"CTO" """),
                ("If-Match", await VersionAsync(server, id))
            )).Is(200);
            (await server.SendAsync(
                HttpMethod.Patch,
                $"Users/{id}",
                Bodies.Patch("""{"op":"replace","path":"title","value":"CEO"}"""),
                headers: ("If-Match", await VersionAsync(server, id))
            )).IsPatched();
            Assert.Equal("CEO", (await server.StoredAsync("Users", id)).At("title"));
        }),
        Conflict("A PUT", (server, id, tag) => server.PutAsync($"Users/{id}", Json.User("ana@x.org"), ("If-Match", tag))),
        Conflict("A PATCH", (server, id, tag) => server.SendAsync(
            HttpMethod.Patch,
            $"Users/{id}",
            Bodies.Patch("""{"op":"remove","path":"title"}"""),
            headers: ("If-Match", tag)
        )),
        Conflict("A DELETE", (server, id, tag) => server.DeleteAsync($"Users/{id}", ("If-Match", tag))),
        new("9110 §13.1.1", "If-Match: * is any version", async server =>
        {
            string id = await server.UserAsync("ana@x.org");
            (await server.PutAsync($"Users/{id}", Json.User("ana@x.org", """ "title":"CTO" """), ("If-Match", "*"))).Is(200);
            Assert.Equal("CTO", (await server.StoredAsync("Users", id)).At("title"));
        }),
    ];

    private static async Task<string> VersionAsync(ScimServer server, string id)
    {
        var read = (await server.GetAsync($"Users/{id}")).Is(200);
        string tag = read.Response.Headers.ETag?.ToString() ?? "";
        Assert.NotEqual("", tag);
        Assert.Equal(tag, read.Json.At("meta", "version"));
        return tag;
    }

    private static Rule Conflict(string what, Func<ScimServer, string, string, Task<Answer>> change) => new(
        Section,
        $"{what} of a version that is gone is 412 and changes nothing",
        async server =>
        {
            string id = await server.UserAsync("ana@x.org", """ "title":"CTO","active":true """);
            (await change(server, id, "W/\"gone\"")).IsScimError(412);
            var stored = await server.StoredAsync("Users", id);
            Assert.Equal(("CTO", "true"), (stored.At("title"), stored.At("active")));
        }
    );
}
