using System.Text.Json.Nodes;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Messages;

/// <summary>An answer may hold what a target said as bytes, or read: who asks for it gets the same, and reads it once.</summary>
public sealed class ScimAnswerTests
{
    private static readonly AnswerPlan Plan = new(ResourceType.User, answered => answered, []);

    private static readonly byte[] User = """{"id":"1","userName":"ana"}"""u8.ToArray();

    private static readonly byte[] Page =
        """{"totalResults":7,"nextCursor":"c","Resources":[{"id":"1"},{"id":"2"}]}"""u8.ToArray();

    [Fact]
    public void A_resource_is_read_when_it_is_asked_for_and_only_once()
    {
        var answer = new ScimAnswer { Status = 200, UnreadResource = UnreadResource.Over(User, Plan) };
        Assert.True(answer.HasResource);
        Assert.True(answer.IsUnread);
        var resource = answer.Resource!;
        Assert.Equal("ana", (string?)resource["userName"]);
        resource["title"] = "changed";
        Assert.Same(resource, answer.Resource);
        Assert.False(answer.IsUnread);
        Assert.True(answer.HasResource);
    }

    [Fact]
    public void A_resource_that_was_given_is_as_it_was_given()
    {
        var resource = new JsonObject { ["id"] = "1" };
        var answer = new ScimAnswer { Status = 201, Resource = resource };
        Assert.Same(resource, answer.Resource);
        Assert.True(answer.HasResource);
        Assert.False(answer.IsUnread);
        Assert.Null(answer.List);
        Assert.Null(answer.Outline);
    }

    [Fact]
    public void An_answer_without_a_body_has_nothing_to_read()
    {
        var answer = new ScimAnswer { Status = 204 };
        Assert.False(answer.HasResource);
        Assert.False(answer.IsUnread);
        Assert.Null(answer.Resource);
        Assert.Null(answer.List);
        Assert.Null(answer.Outline);
    }

    [Fact]
    public void A_page_says_what_it_holds_and_gives_one_resource_without_being_read()
    {
        var answer = new ScimAnswer { Status = 200, UnreadList = UnreadList.Over(Page, Plan, askedIndex: 1) };
        Assert.Equal(new PageOutline(2, 7, "c") { ToldTotal = 7 }, answer.Outline);
        Assert.Equal("2", (string?)answer.ReadAt(1)["id"]);
        Assert.True(answer.IsUnread);
        Assert.False(answer.HasResource);
        var list = answer.List!;
        list.Resources[1]["id"] = "changed";
        Assert.Same(list, answer.List);
        Assert.False(answer.IsUnread);
        Assert.Equal("changed", (string?)answer.ReadAt(1)["id"]);
    }

    [Theory]
    [InlineData(true, 7L)]
    [InlineData(false, null)]
    public void A_page_that_is_read_says_the_same_of_itself(bool totalIsKnown, long? total)
    {
        var list = new ListResponse(7, 1, [new JsonObject { ["id"] = "1" }]) { TotalIsKnown = totalIsKnown, NextCursor = "c" };
        Assert.Equal(new PageOutline(1, total, "c"), new ScimAnswer { Status = 200, List = list }.Outline);
    }

    [Fact]
    public void What_is_unread_need_not_know_its_version_or_members()
    {
        var page = UnreadList.Over(Page, Plan, askedIndex: 1)!;
        Assert.Null(page.Version);
        Assert.False(page.Has("Resources"));
    }
}
