using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Tests;

public class FilterTests
{
    private static readonly FilterLiteral Text = FilterLiteral.Of("Ab");

    private static ComparisonFilter Eq(string path, FilterLiteral value) => new(Mapping.ParsePath(path), ComparisonOperator.Eq, value);

    private static Scim.Schemas.ResourceType Mapping => Scim.Schemas.ResourceType.User;

    private const string Hired = """map("title", "hired", { convert: "date" })""";

    private static ComparisonFilter Day(ComparisonOperator comparison, string day) => new(new AttributePath(null, "hired"), comparison, FilterLiteral.Of(day));

    public static TheoryData<string, Filter, Filter> Filters => new()
    {
        { """map("title", "job")""", Eq("title", Text), Eq("job", Text) },
        { """map("title", "job")""", new NotFilter(new PresentFilter(new AttributePath(null, "TITLE"))), new NotFilter(new PresentFilter(new AttributePath(null, "job"))) },
        { """map("title", "job")""", Eq("nickName", Text), Eq("nickName", Text) },
        { """map("name", "fullName")""", Eq("name.givenName", Text), Eq("fullName.givenName", Text) },
        { """map("title", "job", { convert: "lower" })""", Eq("title", Text), Eq("job", FilterLiteral.Of("ab")) },
        { """map("active", "state", { values: { "true": "on", "false": "off" } })""", Eq("active", FilterLiteral.Of(false)), Eq("state", FilterLiteral.Of("off")) },
        { """map("title", "job", { write: function (v, context) { return context.operation + v; }, read: false })""", Eq("title", Text), Eq("job", FilterLiteral.Of("filterAb")) },
        { """map(enterprise + ":manager.value", "boss")""", Eq(Mappings.Enterprise + ":manager", Text), Eq("boss", Text) },
        { """map("emails", "mail", { convert: "first" })""", Eq("emails.value", Text), Eq("mail", Text) },
        { Hired, Eq("title", FilterLiteral.Of("2025-01-15")), new AndFilter(Day(ComparisonOperator.Ge, "2025-01-15"), Day(ComparisonOperator.Lt, "2025-01-16")) },
        { Hired, Eq("title", FilterLiteral.Of("2024-12-31T10:00:00Z")), new AndFilter(Day(ComparisonOperator.Ge, "2024-12-31"), Day(ComparisonOperator.Lt, "2025-01-01")) },
        { Hired, new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Ne, FilterLiteral.Of("2025-01-15")), new OrFilter(Day(ComparisonOperator.Lt, "2025-01-15"), Day(ComparisonOperator.Ge, "2025-01-16")) },
        { Hired, new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Gt, FilterLiteral.Of("2025-01-15")), Day(ComparisonOperator.Ge, "2025-01-16") },
        { Hired, new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Ge, FilterLiteral.Of("2025-01-15")), Day(ComparisonOperator.Ge, "2025-01-15") },
        { Hired, new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Le, FilterLiteral.Of("2025-01-15")), Day(ComparisonOperator.Lt, "2025-01-16") },
        { Hired, new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Lt, FilterLiteral.Of("2025-01-15")), Day(ComparisonOperator.Lt, "2025-01-15") },
        { Hired, new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Sw, FilterLiteral.Of("2025-01")), Day(ComparisonOperator.Sw, "2025-01") },
        {
            """map("emails[type eq \"work\"].value", "mail")""",
            new ValuePathFilter(new AttributePath(null, "emails"), new AndFilter(Eq("type", FilterLiteral.Of("work")), Eq("value", Text))),
            Eq("mail", Text)
        },
        {
            """map("nickName", "phones[kind eq \"x\"].number")""",
            Eq("nickName", Text),
            new ValuePathFilter(new AttributePath(null, "phones"), new AndFilter(Eq("kind", FilterLiteral.Of("x")), Eq("number", Text)))
        },
        {
            """map("emails.value", "emails.addr")""",
            new ValuePathFilter(new AttributePath(null, "emails"), Eq("value", Text)),
            new ValuePathFilter(new AttributePath(null, "emails"), Eq("addr", Text))
        },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_filter_is_said_in_the_target_s_words(string rows, Filter client, Filter target) =>
        Assert.Equal(target, Mappings.User(rows).ToTarget(client));

    [Theory]
    [InlineData("""drop("title")""", ComparisonOperator.Eq, "cannot filter on title: the target has no place for it.")]
    [InlineData("""map("title", "job", { values: { a: "b" } })""", ComparisonOperator.Sw, "only eq and ne can be asked.")]
    [InlineData("""map("title", "job", { convert: "integer" })""", ComparisonOperator.Eq, "could not convert title: it is no integer.")]
    public void A_filter_that_the_target_cannot_mean_is_refused(string rows, ComparisonOperator test, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => Mappings.User(rows).ToTarget(new ComparisonFilter(new AttributePath(null, "title"), test, Text)));
        Assert.Equal((400, ScimType.InvalidFilter), (fault.Status, fault.Type));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_is_one_place_or_several_or_none()
    {
        var mapping = Mappings.User("""map("name.givenName", "first"), map("name.familyName", "last"), map("title", peakon + ":Job Title"), drop("nickName")""");
        Assert.Equal(new AttributePath(Mappings.Peakon, "Job Title"), mapping.ToTarget(new AttributePath(null, "title")));
        Assert.Null(mapping.ToTarget(new AttributePath(null, "nickName")));
        Assert.Equal(["name", "first", "last"], mapping.Projection(new AttributePath(null, "name")).Select(path => path.ToString()));
        Assert.Empty(mapping.Projection(new AttributePath(null, "nickName")));
    }
}
