using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Tests.Json;

public sealed class JsonAttributesTests
{
    private static readonly JsonObject Resource = new() { ["UserName"] = "a", ["userName"] = "b", ["Title"] = null, ["n"] = 7 };

    [Fact]
    public void The_exact_spelling_comes_before_the_first_one_in_another_case()
    {
        Assert.Equal("b", (string?)Resource.Find("userName"));
        Assert.Equal("a", (string?)Resource.Find("USERNAME"));
        Assert.Equal("UserName", Resource.SpellingOf("username"));
        Assert.Equal("userName", Resource.SpellingOf("userName"));
    }

    [Fact]
    public void A_null_is_there_and_an_absent_attribute_is_not()
    {
        Assert.True(Resource.TryFind("title", out var title));
        Assert.Null(title);
        Assert.False(Resource.TryFind("nickName", out _));
        Assert.Null(Resource.SpellingOf("nickName"));
    }

    [Fact]
    public void Only_a_string_is_a_string()
    {
        Assert.True(Resource["userName"].IsString(out string? text));
        Assert.Equal("b", text);
        Assert.False(Resource["n"].IsString(out _));
        Assert.False(Resource["Title"].IsString(out _));
        Assert.False(new JsonArray("x").IsString(out _));
    }
}
