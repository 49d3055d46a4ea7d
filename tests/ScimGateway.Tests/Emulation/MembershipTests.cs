using System.Text.Json.Nodes;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Tests.Emulation;

/// <summary>Who is in a group, by what a PATCH, a PUT or an answer says.</summary>
public sealed class MembershipTests
{
    // operations | whom they add, whether one says who all the members are
    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"1"},{"value":"2"}]}""", "1,2", false)]
    [InlineData("""{"op":"add","path":"members","value":{"value":"1"}}""", "1", false)]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"1"}]}""", "1", true)]
    [InlineData("""{"op":"remove","path":"members"}""", "", true)]
    [InlineData("""{"op":"remove","path":"members[value eq \"1\"]"}""", "", false)]
    [InlineData("""{"op":"replace","path":"displayName","value":"1"}""", "", false)]
    [InlineData("""{"op":"replace","path":"members[value eq \"1\"].display","value":"Ana"}""", "", false)]
    [InlineData("""{"op":"remove","path":"members"},{"op":"add","path":"members","value":[{"value":"2"}]}""", "2", true)]
    public void A_PATCH_says_whom_it_adds_and_whether_it_says_who_all_are(string operations, string added, bool isOfAll)
    {
        var patch = Patch(operations);

        Assert.Equal(added, string.Join(',', Membership.Added(patch)));
        Assert.Equal(isOfAll, patch.Operations.Any(Membership.IsOfAllMembers));
    }

    [Theory]
    [InlineData("members", true)]
    [InlineData("Members.value", true)]
    [InlineData("member", false)]
    [InlineData("displayName", false)]
    public void A_path_is_theirs_or_not(string path, bool isTheirs) =>
        Assert.Equal(isTheirs, Membership.Is(AttributePath.Parse(path)));

    [Fact]
    public void A_PUT_says_who_they_are_where_it_has_them_or_clears_them()
    {
        var said = new ScimRequest { Operation = ScimOperation.Replace, Type = ResourceType.Group, Resource = [] };

        Assert.False(Membership.AreSaid(said));
        Assert.False(Membership.AreSaid(said with { Cleared = [AttributePath.Parse("displayName")] }));
        Assert.True(Membership.AreSaid(said with { Cleared = [AttributePath.Parse("members")] }));
        Assert.True(Membership.AreSaid(said with { Resource = Group("[]") }));
    }

    [Fact]
    public void What_is_no_member_is_none() =>
        Assert.Equal(
            new HashSet<string?> { "1", null },
            Membership.Ids(Group("""[{"value":"1"},"2",{"value":3},{"Value":"1"}]"""))
        );

    [Theory]
    [InlineData("""[{"value":"1"}]""", "replace")]
    [InlineData("[]", "remove")]
    [InlineData(null, "remove")]
    public void All_of_them_are_a_replace_and_none_of_them_a_removal(string? members, string verb)
    {
        var operation = Membership.All(members is null ? null : (JsonArray)JsonNode.Parse(members)!);

        Assert.Equal((verb, "members"), (operation.Verb.ToString().ToLowerInvariant(), operation.Path!.ToString()));
        Assert.Equal(verb == "replace" ? members : null, operation.Value?.ToJsonString());
        Assert.Equal("members[value eq \"a\\\"b\"]", Membership.Of("a\"b").ToString());
    }

    [Fact]
    public void Who_stays_is_left_as_the_target_shows_him_and_who_comes_as_the_client_says()
    {
        var before = Group("""[{"value":"1","display":"Ana"},{"value":"1","display":"twice"},{"display":"nobody"},{"value":"2","display":"Bo"}]""");

        Assert.Equal(
            """[{"value":"3"},{"value":"1","display":"Ana"},"bare",{"display":"x"}]""",
            Membership.Keep(Group("""[{"value":"3"},{"value":"1"},"bare",{"display":"x"}]"""), before)[
                "members"
            ]!.ToJsonString()
        );
        Assert.Equal("{}", Membership.Keep([], before).ToJsonString());
        Assert.Equal("{}", Membership.Without(before).ToJsonString());
        Assert.Equal(4, before["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task Parts_of_a_PATCH_go_one_after_the_other_and_a_fault_says_how_many_were_done()
    {
        var sent = new List<string>();
        ScimRequest[] parts = [Part("a"), Part("a"), Part("a")];

        var fault = await Assert.ThrowsAsync<ScimException>(() => PatchParts.SendAsync(parts, SendAsync));

        Assert.Equal(
            "The Group 'b' was changed by 2 of 3 parts of the PATCH, but the next failed; send it again: No.",
            fault.Message
        );
        Assert.Equal(["a W/\"1\"", "a ", "b "], sent);

        Task<ScimAnswer> SendAsync(ScimRequest part)
        {
            sent.Add($"{part.Id} {part.IfMatch}");
            // The first tells nothing, the second another id, the third fails.
            return sent.Count == 3
                ? throw ScimException.NotFound("No.")
                : Task.FromResult(
                    new ScimAnswer { Status = 200, Resource = sent.Count == 1 ? null : new JsonObject { ["id"] = "b" } }
                );
        }
    }

    [Fact]
    public async Task The_first_part_s_fault_is_told_as_it_is() =>
        Assert.Equal("No.", (await Assert.ThrowsAsync<ScimException>(() =>
            PatchParts.SendAsync([Part("a"), Part("a")], _ => throw ScimException.NotFound("No.")))).Message);

    private static ScimRequest Part(string id) => new()
    {
        Operation = ScimOperation.Patch,
        Type = ResourceType.Group,
        Id = id,
        IfMatch = "W/\"1\"",
    };

    private static JsonObject Group(string members) => new() { ["members"] = JsonNode.Parse(members) };

    private static PatchRequest Patch(string operations) => PatchRequest.Parse(
        (JsonObject)JsonNode.Parse(
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operations}}]}"""
        )!, new ReadingRules(ResourceType.Group));
}
