using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Tests.Versions;

public sealed class EntityTagTests
{
    public static TheoryData<string, string> Lists => CaseTable.Read("Versions/tag-lists.cases");

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_condition_is_read(string header, string expected) => Assert.Equal(expected, CaseTable.Outcome(() =>
        EntityTagList.Parse(header, "If-Match") is { IsAny: false } list ? string.Join(" | ", list.Tags) : "any"));

    [Theory]
    [InlineData("W/\"a\"", "a", true)]
    [InlineData("\"a\"", "a", false)]
    [InlineData("\"\"", "", false)]
    public void A_tag_is_read_and_printed(string text, string opaque, bool isWeak)
    {
        Assert.Equal(new EntityTag(opaque, isWeak), EntityTag.Parse(text));
        Assert.Equal(text, EntityTag.Parse(text).ToString());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("W/a")]
    [InlineData("\"a\" ")]
    [InlineData("\"a\",\"b\"")]
    [InlineData("\"a b\"")]
    public void What_is_no_tag_is_refused(string text)
    {
        var fault = Assert.Throws<ScimException>(() => EntityTag.Parse(text));
        Assert.Equal($"'{text}' is no entity tag; expected W/\"…\" or \"…\".", fault.Message);
    }

    // RFC 9110 section 8.8.3.2's table, weak comparison.
    [Theory]
    [InlineData("W/\"1\"", "W/\"1\"", true)]
    [InlineData("W/\"1\"", "W/\"2\"", false)]
    [InlineData("W/\"1\"", "\"1\"", true)]
    [InlineData("\"1\"", "\"1\"", true)]
    [InlineData("\"a\"", "\"A\"", false)]
    public void Tags_compare_weakly(string left, string right, bool match) =>
        Assert.Equal(match, EntityTag.Parse(left).Matches(EntityTag.Parse(right)));

    [Theory]
    [InlineData("*", "\"1\"", true)]
    [InlineData("*", null, false)]
    [InlineData("\"1\"", "W/\"1\"", true)]
    [InlineData("\"2\", W/\"1\"", "\"1\"", true)]
    [InlineData("\"2\", W/\"3\"", "\"1\"", false)]
    [InlineData("\"1\"", null, false)]
    public void A_condition_names_the_resource_or_not(string header, string? current, bool names) =>
        Assert.Equal(names, EntityTagList.Parse(header, "If-Match").Names(current is null ? null : EntityTag.Parse(current)));

    [Theory]
    [InlineData("W/\"7\"", "W/\"7\"")]
    [InlineData("\"7\"", "\"7\"")]
    [InlineData("7", "W/\"7\"")]
    [InlineData("2024-01-01T00:00:00Z", "W/\"2024-01-01T00:00:00Z\"")]
    public void What_a_server_calls_its_version_becomes_a_tag(string version, string tag) =>
        Assert.Equal(tag, EntityTag.Of(version).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("W/\"half")]
    [InlineData("å")]
    public void What_cannot_stand_in_a_tag_is_hashed(string version)
    {
        var tag = EntityTag.Of(version);
        Assert.Equal(16, tag.Opaque.Length);
        Assert.Equal(tag, EntityTag.Parse(tag.ToString()));
        Assert.NotEqual(tag, EntityTag.Of(version + "x y"));
    }
}
