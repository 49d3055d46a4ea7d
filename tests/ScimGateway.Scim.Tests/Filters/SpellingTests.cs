using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Filters;

/// <summary>RFC 7644 section 5: names are compared as the profile UsernameCaseMapped of RFC 8265 prepares them.</summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("zoe\u0301@x.org", "zo\u00e9@x.org")]
    [InlineData("ZOE\u0301@x.org", "zo\u00e9@x.org")]
    [InlineData("\uff41\uff4e\uff41@x.org", "ana@x.org")]
    [InlineData("\uff21na\uff20x.org", "ANA@x.org")]
    [InlineData("\uff76\uff9e", "\u30ac")]
    [InlineData("\u212aim", "kim")]
    [InlineData("ana", "ANA")]
    public void Two_spellings_of_a_name_are_one(string one, string other)
    {
        Assert.True(Spelling.AreSame(one, other));
        Assert.True(Spelling.AreSame(other, one));
    }

    [Theory]
    [InlineData("zoe", "zo\u00e9")]
    [InlineData("ana", "ana ")]
    [InlineData("stra\u00dfe", "strasse")]
    [InlineData("zo\u00e8", "zo\u00e9")]
    public void Two_names_are_two(string one, string other) => Assert.False(Spelling.AreSame(one, other));

    // Half a surrogate pair has no form of its own in a test's name.
    [Fact]
    public void What_is_no_text_equals_itself_only() => Assert.False(Spelling.AreSame("a\ud800", "a\ud801"));

    [Theory]
    [InlineData("userName eq \"zo\u00e9@x.org\"", true)]
    [InlineData("userName eq \"ZO\u00c9@X.ORG\"", true)]
    [InlineData("userName sw \"zo\u00e9\"", true)]
    [InlineData("userName ew \"\u00e9@x.org\"", true)]
    [InlineData("userName co \"o\u00e9\"", true)]
    [InlineData("userName ge \"zo\u00e9@x.org\"", true)]
    [InlineData("userName gt \"zo\u00e9@x.org\"", false)]
    [InlineData("userName ne \"zo\u00e9@x.org\"", false)]
    [InlineData("externalId eq \"zo\u00e9\"", false)]
    [InlineData("externalId eq \"zoe\u0301\"", true)]
    public void A_filter_finds_the_other_spelling_where_case_does_not_count(string filter, bool finds)
    {
        var user = ScimJson.ParseBody(
            System.Text.Encoding.UTF8.GetBytes("""{"userName":"zoe\u0301@x.org","externalId":"zoe\u0301"}"""),
            8,
            8,
            8
        );
        Assert.Equal(finds, FilterPredicate.Compile(Filter.Parse(filter), ResourceType.User).Matches(user));
    }
}
