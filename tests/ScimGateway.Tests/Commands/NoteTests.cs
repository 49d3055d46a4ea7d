using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;

namespace ScimGateway.Tests.Commands;

/// <summary>What <c>check</c> says of rows that are not written, or not read, is what the gateway does.</summary>
public sealed class NoteTests
{
    private const string Rows = """
        target({ can: { filters: { operators: ["eq"], attributes: ["nickThere"] } }, User: { attributes: [
          drop("title"),
          map("nickName", "nickThere", { readOnly: true }),
          map("profileUrl", "url", { readOnly: true }),
          map("preferredLanguage", "lang", { on: "create" }),
          map("locale", "loc", { read: false }),
          map("timezone", "zone", { on: "update" }),
          map("displayName", "shown")
        ] } });
        """;

    [Theory]
    [InlineData(2, "title is dropped. PATCH: 400 mutability for strict clients; the others' is left out, and the log says so. Filters: 400 invalidFilter. /Schemas: not there.")]
    [InlineData(3, "nickName is only read. PATCH: 400 mutability for strict clients when the value differs from the one shown; the others' is left out, and the log says so. Filters: asked at the target, as nickThere. /Schemas: readOnly.")]
    [InlineData(4, "profileUrl is only read. PATCH: 400 mutability for strict clients when the value differs from the one shown; the others' is left out, and the log says so. Filters: evaluated by the gateway over the list, within limits.scanResources. /Schemas: readOnly.")]
    [InlineData(5, "preferredLanguage is written by a create only. PATCH: 400 mutability for strict clients when the value differs from the one shown; the others' is left out, and the log says so. Filters: evaluated by the gateway over the list, within limits.scanResources. /Schemas: immutable.")]
    [InlineData(6, "locale is never read back. PATCH: written, and no answer shows it. Filters: find nobody: the target does not take them, and no answer shows it. /Schemas: readWrite.")]
    [InlineData(7, "timezone is written by a change only. PATCH: written. Filters: evaluated by the gateway over the list, within limits.scanResources. /Schemas: readWrite.")]
    public async Task Check_says_what_becomes_of_a_row_that_is_not_written_or_not_read(int line, string note)
    {
        using var folder = Written();

        var run = await CommandRun.OfAsync("check", folder.At("gateway.yaml"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"mapping.js:{line}: User: {note}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(6, run.Output.Split("note: ").Length - 1);
    }

    [Theory]
    [InlineData("""map("title", "job", { when: 'userType eq "Employee"' })""",
        "title is written to job only where userType eq \"Employee\": when that ends, job is cleared. Filters: asked at the target, as job. /Schemas: readWrite.")]
    [InlineData("""map("userType", "kind", { values: { Guest: "G" }, otherwise: "omit" })""",
        "userType has values that the table does not name left out: the log and the record say so. Filters: asked at the target, as kind. /Schemas: readWrite.")]
    public async Task Check_says_what_becomes_of_values_that_are_not_always_written(string row, string note)
    {
        using var folder = Written($"target({{ User: {{ attributes: [ {row} ] }} }});");

        var run = await CommandRun.OfAsync("check", folder.At("gateway.yaml"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"mapping.js:1: User: {note}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    // attribute | PATCH of it | whether a filter on it reaches the target, how many it finds, and its status | mutability in
    // /Schemas
    [Theory]
    [InlineData("title", 400, false, -1, null)]
    [InlineData("nickName", 400, true, 1, "readOnly")]
    [InlineData("profileUrl", 400, false, 1, "readOnly")]
    [InlineData("preferredLanguage", 400, false, 1, "immutable")]
    [InlineData("locale", 200, false, 0, "readWrite")]
    [InlineData("timezone", 200, false, 1, "readWrite")]
    public async Task The_gateway_does_what_check_says(string attribute, int patched, bool isAsked, int found, string? mutability)
    {
        const string user =
            """{"id":"7","userName":"ana","nickThere":"v","url":"v","lang":"v","loc":"v","zone":"v","shown":"x"}""";
        await using var target = await FakeTarget.StartAsync((context, request) =>
            context.AnswerAsync(200, request.PathAndQuery.StartsWith("/Users/7", StringComparison.Ordinal)
                ? user
                : $$"""{"totalResults":1,"Resources":[{{user}}]}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url, Rows);

        var patch = await gateway.SendAsync(HttpMethod.Patch, "Users/7", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"{{attribute}}","value":"other"}]}""");
        int before = target.Requests.Count;
        var list = await gateway.GetAsync($"Users?filter={attribute}%20eq%20%22v%22");
        var schemas = (await gateway.GetAsync("Schemas/urn:ietf:params:scim:schemas:core:2.0:User")).Json!;

        Assert.Equal(patched, patch.Status);
        Assert.Equal(found < 0 ? 400 : 200, list.Status);
        Assert.Equal(
            isAsked,
            target.Requests.Skip(before).Any(request => request.PathAndQuery.Contains("filter=", StringComparison.Ordinal))
        );
        if (found >= 0) Assert.Equal(found, list.Json!["totalResults"]!.GetValue<int>());
        Assert.Equal(mutability, schemas["attributes"]!
            .AsArray()
            .FirstOrDefault(one => (string?)one!["name"] == attribute)
            ?["mutability"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_row_whose_parts_have_rows_of_their_own_speaks_of_the_rest()
    {
        using var folder = Written("""target({ User: { attributes: [ drop("name"), map("name.givenName", "first") ] } });""");

        var run = await CommandRun.OfAsync("check", folder.At("gateway.yaml"));

        Assert.Contains("User: the rest of name is dropped. ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Filters: as the rows of its parts say.", run.Output, StringComparison.Ordinal);
    }

    private static ScratchFolder Written(string mapping = Rows)
    {
        var folder = new ScratchFolder();
        folder.Write("acme/mapping.js", mapping);
        folder.Write("gateway.yaml", """
            clients: [ { name: test, token: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, target: acme } ]
            targets: [ { name: acme, url: "https://acme.example", auth: none, mapping: acme } ]
            """);
        return folder;
    }
}
