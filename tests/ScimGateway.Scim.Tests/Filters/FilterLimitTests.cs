using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Tests.Filters;

public sealed class FilterLimitTests
{
    private static readonly ScimLimits LongText = new() { FilterLength = 1_000_000 };

    [Fact]
    public void A_long_filter_is_refused_unread() => Refused(
        $"title eq \"{new string('x', 8192)}\"",
        ScimLimits.Default,
        "Column 8193: a filter has at most 8192 characters; this one has 8203."
    );

    [Theory]
    [InlineData("(", "Column 33: a filter nests at most 32 levels deep.")]
    [InlineData("not (", "Column 165: a filter nests at most 32 levels deep.")]
    [InlineData("not(", "Column 132: a filter nests at most 32 levels deep.")]
    [InlineData("title pr and (", "Column 462: a filter nests at most 32 levels deep.")]
    public void A_hundred_thousand_parentheses_are_a_fault_and_no_overflow(string piece, string sentence)
    {
        string bomb = string.Concat(Enumerable.Repeat(piece, 100_000));
        Refused(bomb, LongText with { FilterLength = bomb.Length }, sentence);
    }

    [Fact]
    public void Brackets_count_as_a_level()
    {
        var limits = new ScimLimits { FilterDepth = 2 };
        Assert.Equal("emails[type pr]", Filter.Parse("emails[(type pr)]", new ReadingRules(Limits: limits)).ToString());
        Refused("(emails[(type pr)])", limits, "Column 9: a filter nests at most 2 levels deep.");
    }

    [Fact]
    public void Levels_that_are_closed_again_do_not_add_up()
    {
        string wide = string.Join(" and ", Enumerable.Repeat("(not (a[b pr]))", 100));
        Assert.Equal(
            100,
            Filter.Parse(wide, new ReadingRules(Limits: new ScimLimits { FilterDepth = 3 })).ToString().Split(" and ").Length
        );
    }

    [Theory]
    [InlineData(" or ")]
    [InlineData(" and ")]
    public void A_filter_has_a_bounded_number_of_nodes(string connective)
    {
        string allowed = string.Join(connective, Enumerable.Repeat("a pr", 250));
        Assert.Equal(allowed, Filter.Parse(allowed).ToString());
        Assert.Equal(allowed, Filter.Parse(allowed, new ReadingRules(Limits: new ScimLimits { FilterNodes = 499 })).ToString());
        Refused(allowed, new ScimLimits { FilterNodes = 498 }, "a filter has at most 498 comparisons and connectives.");
        Refused(allowed + connective + "a pr", ScimLimits.Default, "a filter has at most 500 comparisons and connectives.");
    }

    [Theory]
    [InlineData("members[value eq \"u-1\"]", 7, "value eq \"u-1\"", 23)]
    [InlineData("members [value  eq \"u-1\"]", 7, "value eq \"u-1\"", 25)]
    [InlineData("members[VALUE eq \"u-1\" or (type pr)].display", 7, "VALUE eq \"u-1\" or type pr", 36)]
    public void The_brackets_of_a_PATCH_path_are_read_from_the_middle_of_a_text(string path, int start, string where, int end)
    {
        var (filter, stop) = FilterParser.ParseInBrackets(path, start, ReadingRules.Strict, new AttributePath(null, "members"));
        Assert.Equal((where, end), (filter.ToString(), stop));
    }

    private static void Refused(string text, ScimLimits limits, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => Filter.Parse(text, new ReadingRules(Limits: limits)));
        Assert.Equal(ScimType.InvalidFilter, fault.Type);
        Assert.EndsWith(sentence, fault.Message, StringComparison.Ordinal);
    }
}
