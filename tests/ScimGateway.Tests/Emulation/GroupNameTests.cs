using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A group whose name the mapping changes: Entra reads it in each cycle, and renames what is not called as it
/// says.</summary>
public sealed class GroupNameTests : IAsyncLifetime
{
    private const string Mapping = """
        target({ can: { patch: false }, Group: { attributes: [
          map("displayName", "displayName", { write: name => name.toLowerCase().replaceAll(" ", "-"), read: name => name })
        ] } });
        """;

    private readonly PutOnlyTarget target = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        target.Store("/Groups/1", """{"id":"1","displayName":"old"}""");
        gateway = await TestGateway.StartAsync(target.Url, Mapping, "entra", top: "state: memory");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private static string Rename(string name) => Bodies.Patch($$"""{"op":"Replace","path":"displayName","value":"{{name}}"}""");

    private async Task<string?> ShownAsync() =>
        (await gateway.GetAsync("Groups/1?excludedAttributes=members")).Json.At("displayName");

    [Fact]
    public async Task It_is_shown_as_the_client_wrote_it_wherever_it_is_read()
    {
        await gateway.PatchAsync("Groups/1", Rename("Sales EMEA"));

        Assert.Equal("sales-emea", target.Stored("/Groups/1").At("displayName"));
        Assert.Equal("Sales EMEA", await ShownAsync());
        Assert.Equal("Sales EMEA", (await gateway.GetAsync("Groups")).Json!["Resources"]![0].At("displayName"));
        Assert.Equal(
            "Sales EMEA",
            Assert.Single(await gateway.FindAsync("Groups", "displayName eq \"Sales EMEA\"")).At("displayName")
        );
    }

    [Fact]
    public async Task The_same_name_again_changes_nothing()
    {
        await gateway.PatchAsync("Groups/1", Rename("Sales EMEA"));
        int puts = target.Calls.Count(call => call.StartsWith("PUT", StringComparison.Ordinal));

        await gateway.PatchAsync("Groups/1", Rename("Sales EMEA"));

        Assert.Equal(puts, target.Calls.Count(call => call.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_rename_at_the_target_is_shown_and_a_new_name_of_the_client_takes_its_place()
    {
        await gateway.PutAsync(
            "Groups/1",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Sales EMEA"}"""
        );
        target.Store("/Groups/1", """{"id":"1","displayName":"by-hand"}""");
        Assert.Equal("by-hand", await ShownAsync());

        await gateway.PatchAsync("Groups/1", Rename("Sales APAC"));

        Assert.Equal("Sales APAC", await ShownAsync());
    }
}
