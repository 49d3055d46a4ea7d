using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Whom the target shows: members before a change, and others than were asked for.</summary>
public sealed class ShownReferenceTests
{
    private const string Mapping = """
        target({ can: { patch: false }, User: {}, Group: { attributes: [map("members", "members", { reference: { type: "User", by: "id" } })] } });
        """;

    [Fact]
    public async Task Only_who_comes_is_asked_for()
    {
        await using var target = await new WholeTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);
        target.Store("/Users/9", """{"userName":"ana@x.org"}""");
        string members = string.Join(',', Enumerable.Range(1000, 1000).Select(number => $$"""{"value":"{{number}}"}"""));
        target.Store("/Groups/7", $$"""{"displayName":"Eng","members":[{{members}}]}""");

        var patched = await gateway.PatchAsync("Groups/7", Bodies.Patch("""{"op":"add","path":"members","value":[{"value":"9"}]}"""));

        Assert.True(patched.Status == 200, patched.Text);
        Assert.Equal(1001, target.Stored("/Groups/7").Members().Count());
        Assert.Equal(["GET /Groups/7", "GET /Users/9", "PUT /Groups/7"], target.Calls);
    }

    [Theory]
    [InlineData(false, false, "x9", 400)]
    [InlineData(true, false, "x9", 201)]
    [InlineData(true, false, "x8", 400)]
    [InlineData(false, true, "x8", 502)]
    public async Task A_read_by_id_that_finds_an_externalId_means_that_resource(bool reads, bool shows, string name, int status)
    {
        await using var target = await new WholeTarget { ReadsByExternalId = reads, ShowsAnybody = shows }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);
        target.Store("/Users/9", """{"userName":"ana@x.org","externalId":"x9"}""");

        var created = await gateway.PostAsync(
            "Groups",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":[{"value":"{{name}}"}]}"""
        );

        Assert.Equal(status, created.Status);
        if (status == 201) Assert.Equal(["9"], target.Stored($"/Groups/{created.Json.At("id")}").Members());
    }
}
