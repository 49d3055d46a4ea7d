using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A target whose PUT keeps what it leaves out (<c>put: "merge"</c>): a client's PUT goes there as it is, and what is
/// cleared is said by the empty value of its row, or refused.</summary>
public sealed class MergingPutTests : IAsyncLifetime
{
    private const string Mapping = """
        target({ can: { patch: false, put: "merge" }, User: { attributes: [
          map("title", "jobTitle", { empty: "" }),
          map("displayName", "shown", { empty: null }),
          map("phoneNumbers", "phones", { empty: [] }),
          map("nickName", "nick")
        ] } });
        """;

    private const string Stored = """{"id":"101","userName":"ana","jobTitle":"T","shown":"Ana","nick":"Annie","phones":[{"value":"+1"}],"hidden":{"a":1}}""";

    private readonly PutOnlyTarget target = new() { KeepsUnsaid = true };
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        target.Store("/Users/101", Stored);
        gateway = await TestGateway.StartAsync(target.Url, Mapping);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private static string User(string more) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"{{more}}}""";

    [Fact]
    public async Task A_PUT_goes_as_it_is_in_one_call_and_what_it_leaves_out_stays()
    {
        var answer = await gateway.PutAsync("Users/101", User(""","title":"Boss" """));

        Assert.Equal(200, answer.Status);
        Assert.Equal(["PUT /Users/101"], target.Calls);
        Holds("""{"jobTitle":"Boss"}""");
    }

    // what a PUT says beside the userName | what the target has then, in the place of what it had
    [Theory]
    [InlineData(""","title":null""", """{"jobTitle":""}""")]
    [InlineData(""","displayName":null""", """{"shown":null}""")]
    [InlineData(""","phoneNumbers":[]""", """{"phones":[]}""")]
    [InlineData(""","title":null,"nickName":"Nan" """, """{"jobTitle":"","nick":"Nan"}""")]
    [InlineData(""","addresses":[],"emails":null""", "{}")]
    public async Task What_a_PUT_clears_is_said_by_its_empty_value_if_it_was_there(string said, string changed)
    {
        var answer = await gateway.PutAsync("Users/101", User(said));

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(["GET /Users/101", "PUT /Users/101"], target.Calls);
        Holds(changed);
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"title"}""", """{"jobTitle":""}""")]
    [InlineData("""{"op":"replace","value":{"displayName":null}}""", """{"shown":null}""")]
    [InlineData("""{"op":"remove","path":"phoneNumbers"}""", """{"phones":[]}""")]
    [InlineData("""{"op":"remove","path":"phoneNumbers[value eq \"+1\"]"}""", """{"phones":[]}""")]
    public async Task What_a_PATCH_removes_is_said_by_its_empty_value(string operation, string changed)
    {
        var answer = await gateway.PatchAsync("Users/101", Bodies.Patch(operation));

        Assert.True(answer.Status == 200, answer.Text);
        Holds(changed);
    }

    [Fact]
    public async Task What_has_no_empty_value_cannot_be_cleared_and_nothing_is_changed()
    {
        var put = await gateway.PutAsync("Users/101", User(""","title":"Boss","nickName":null"""));
        var patch = await gateway.PatchAsync(
            "Users/101",
            Bodies.Patch("""{"op":"replace","path":"title","value":"Boss"}""", """{"op":"remove","path":"nickName"}""")
        );

        Assert.StartsWith(
            "nickName cannot be cleared: the target keeps what a PUT leaves out",
            put.IsScimError(400, "mutability").Detail,
            StringComparison.Ordinal
        );
        Assert.StartsWith("nickName cannot be cleared", patch.IsScimError(400, "mutability").Detail, StringComparison.Ordinal);
        Assert.All(target.Calls, call => Assert.StartsWith("GET", call, StringComparison.Ordinal));
        Holds("{}");
    }

    private void Holds(string changed)
    {
        var expected = JsonNode.Parse(Stored)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changed)!.AsObject()) expected[name] = value?.DeepClone();
        var stored = target.Stored("/Users/101");
        stored.Remove("schemas");
        stored.Remove("meta");
        Assert.True(JsonNode.DeepEquals(expected, stored), stored.ToJsonString());
    }
}
