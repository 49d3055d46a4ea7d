using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Filters;

public sealed class FilterTableTests
{
    private static readonly ReadingRules OfUsers = new(ResourceType.User);

    public static TheoryData<string, string> Grammar => CaseTable.Read("Filters/grammar.cases");

    public static TheoryData<string, string> Precedence => CaseTable.Read("Filters/precedence.cases");

    public static TheoryData<string, string> Printing => CaseTable.Read("Filters/printing.cases");

    public static TheoryData<string, string> Errors => CaseTable.Read("Filters/errors.cases");

    public static TheoryData<string, string> Leniencies => CaseTable.Read("Filters/leniencies.cases");

    [Theory]
    [MemberData(nameof(Grammar))]
    public void A_filter_is_read_and_printed(string text, string canonical) =>
        Assert.Equal(canonical, CaseTable.Outcome(() => Filter.Parse(text, OfUsers).ToString()));

    [Theory]
    [MemberData(nameof(Precedence))]
    public void Operators_bind_as_the_RFC_says(string text, string tree) =>
        Assert.Equal(tree, CaseTable.Outcome(() => Tree.Of(Filter.Parse(text))));

    [Theory]
    [MemberData(nameof(Printing))]
    public void A_tree_is_printed_with_the_fewest_parentheses(string tree, string canonical)
    {
        var filter = Filter.Parse(tree);
        Assert.Equal(tree, Tree.Of(filter));
        Assert.Equal(canonical, filter.ToString());
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_fault_names_the_column_and_what_was_expected(string text, string fault) =>
        Assert.Equal(fault, CaseTable.Outcome(() => Filter.Parse(text, OfUsers).ToString()));

    // "Leniency, Leniency: filter"; "None" reads strictly.
    [Theory]
    [MemberData(nameof(Leniencies))]
    public void A_leniency_allows_what_strict_reading_refuses(string input, string expected)
    {
        int colon = input.IndexOf(": ", StringComparison.Ordinal);
        var rules = new ReadingRules(ResourceType.User, Enum.Parse<Leniency>(input[..colon]));
        Assert.Equal(expected, CaseTable.Outcome(() => Filter.Parse(input[(colon + 2)..], rules).ToString()));
    }

    // Neither a case file nor an attribute's argument, both UTF-8, can hold such a text.
    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        foreach (string text in new[] { "title eq \ud800", "title eq \"\ud800\"", "title eq '\ude00\ud83d'" })
        {
            var rules = new ReadingRules(null, Leniency.UnquotedLiterals | Leniency.SingleQuotes);
            string outcome = CaseTable.Outcome(() => Filter.Parse(text, rules).ToString());
            Assert.Equal("! invalidFilter: Column 10: the string has half of a surrogate pair.", outcome);
        }
    }
}
