using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Tests;

public class FilterTests
{
    private static readonly FilterLiteral Text = FilterLiteral.Of("Ab");

    private static ComparisonFilter Eq(string path, FilterLiteral value) =>
        new(Mapping.ParsePath(path), ComparisonOperator.Eq, value);

    private static Scim.Schemas.ResourceType Mapping => Scim.Schemas.ResourceType.User;

    private const string Hired = """map("title", "hired", { convert: "date" })""";

    private static ComparisonFilter Day(ComparisonOperator comparison, string day) =>
        new(new AttributePath(null, "hired"), comparison, FilterLiteral.Of(day));

    public static TheoryData<string, Filter, Filter> Filters => new()
    {
        { """map("title", "job")""", Eq("title", Text), Eq("job", Text) },
        {
            """map("title", "job")""",
            new NotFilter(new PresentFilter(new AttributePath(null, "TITLE"))),
            new NotFilter(new PresentFilter(new AttributePath(null, "job")))
        },
        { """map("title", "job")""", Eq("nickName", Text), Eq("nickName", Text) },
        { """map("name", "fullName")""", Eq("name.givenName", Text), Eq("fullName.givenName", Text) },
        { """map("title", "job", { convert: "lower" })""", Eq("title", Text), Eq("job", FilterLiteral.Of("ab")) },
        {
            """map("active", "state", { values: { "true": "on", "false": "off" } })""",
            Eq("active", FilterLiteral.Of(false)),
            Eq("state", FilterLiteral.Of("off"))
        },
        {
            """map("title", "job", { write: function (v, context) { return context.operation + v; }, read: false })""",
            Eq("title", Text),
            Eq("job", FilterLiteral.Of("filterAb"))
        },
        { """map(enterprise + ":manager.value", "boss")""", Eq(Mappings.Enterprise + ":manager", Text), Eq("boss", Text) },
        { """map("emails", "mail", { convert: "first" })""", Eq("emails.value", Text), Eq("mail", Text) },
        {
            Hired,
            Eq("title", FilterLiteral.Of("2025-01-15")),
            new AndFilter(Day(ComparisonOperator.Ge, "2025-01-15"), Day(ComparisonOperator.Lt, "2025-01-16"))
        },
        {
            Hired,
            Eq("title", FilterLiteral.Of("2024-12-31T10:00:00Z")),
            new AndFilter(Day(ComparisonOperator.Ge, "2024-12-31"), Day(ComparisonOperator.Lt, "2025-01-01"))
        },
        {
            Hired,
            new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Ne, FilterLiteral.Of("2025-01-15")),
            new OrFilter(Day(ComparisonOperator.Lt, "2025-01-15"), Day(ComparisonOperator.Ge, "2025-01-16"))
        },
        {
            Hired,
            new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Gt, FilterLiteral.Of("2025-01-15")),
            Day(ComparisonOperator.Ge, "2025-01-16")
        },
        {
            Hired,
            new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Ge, FilterLiteral.Of("2025-01-15")),
            Day(ComparisonOperator.Ge, "2025-01-15")
        },
        {
            Hired,
            new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Le, FilterLiteral.Of("2025-01-15")),
            Day(ComparisonOperator.Lt, "2025-01-16")
        },
        {
            Hired,
            new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Lt, FilterLiteral.Of("2025-01-15")),
            Day(ComparisonOperator.Lt, "2025-01-15")
        },
        {
            Hired,
            new ComparisonFilter(Mapping.ParsePath("title"), ComparisonOperator.Sw, FilterLiteral.Of("2025-01")),
            Day(ComparisonOperator.Sw, "2025-01")
        },
        {
            """map("emails[type eq \"work\"].value", "mail")""",
            new ValuePathFilter(
                new AttributePath(null, "emails"),
                new AndFilter(Eq("type", FilterLiteral.Of("work")), Eq("value", Text))
            ),
            Eq("mail", Text)
        },
        {
            """map("nickName", "phones[kind eq \"x\"].number")""",
            Eq("nickName", Text),
            new ValuePathFilter(
                new AttributePath(null, "phones"),
                new AndFilter(Eq("kind", FilterLiteral.Of("x")), Eq("number", Text))
            )
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
    [InlineData(
        """map("title", "job", { convert: "integer" })""",
        ComparisonOperator.Eq,
        "could not convert title: it is no integer."
    )]
    public void A_filter_that_the_target_cannot_mean_is_refused(string rows, ComparisonOperator test, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() =>
            Mappings.User(rows).ToTarget(new ComparisonFilter(new AttributePath(null, "title"), test, Text)));
        Assert.Equal((400, ScimType.InvalidFilter), (fault.Status, fault.Type));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    private const string FirstMail = """map("emails", "mail", { convert: "first" })""";
    private const string FullName = """map("name", "full", { write: v => v.givenName, read: v => ({ givenName: v }) })""";
    private const string Twice = """map("title", ["label", "alias"])""";
    private const string WorkMail = """map("emails[type eq \"work\"].value", "mail")""";

    // rows | the client's filter | what the target is asked, or why it is not
    [Theory]
    [InlineData(FirstMail, "emails.value eq \"a\"", "mail eq \"a\"")]
    [InlineData(FirstMail, "emails.value sw \"a\"", "mail sw \"a\"")]
    [InlineData(FirstMail, "emails pr", "mail pr")]
    [InlineData(
        FirstMail,
        "emails.type eq \"work\"",
        "! cannot filter on emails.type: the mapping converts the attribute as a whole."
    )]
    [InlineData(FirstMail, "emails.type pr", "! cannot filter on emails.type: the mapping converts the attribute as a whole.")]
    [InlineData(
        FirstMail,
        "emails.type eq null",
        "! cannot filter on emails.type: the mapping converts the attribute as a whole."
    )]
    [InlineData(
        FirstMail,
        "emails[type eq \"work\"]",
        "! cannot filter on emails: the mapping converts the attribute as a whole."
    )]
    [InlineData(
        FullName,
        "name.givenName pr",
        "! cannot filter on name.givenName: the mapping converts the attribute as a whole."
    )]
    [InlineData(
        FullName,
        "name.givenName eq \"Ana\"",
        "! cannot filter on name.givenName: the mapping converts the attribute as a whole."
    )]
    [InlineData(
        "map(\"name\", \"data.full\")",
        "name.givenName eq \"Ana\"",
        "! cannot filter on name.givenName: the target has no place for it."
    )]
    [InlineData("map(\"title\", \"job\", { convert: \"lower\" })", "title eq null", "job eq null")]
    [InlineData("map(\"title\", \"job\", { convert: \"lower\" })", "title gt \"AB\"", "job gt \"ab\"")]
    [InlineData("map(\"title\", \"job\", { convert: \"digits\" })", "title ne \"4 9\"", "job ne \"49\"")]
    [InlineData(
        "map(\"title\", \"job\", { convert: \"digits\" })",
        "title sw \"4\"",
        "! cannot filter on title: the mapping converts its values, so that only eq and ne can be asked."
    )]
    [InlineData("map(\"active\", \"on\", { convert: \"boolean:Y/N\" })", "active eq true", "on eq \"Y\"")]
    [InlineData("map(\"userType\", \"kind\", { values: { Guest: 7 } })", "userType eq \"Guest\"", "kind eq 7")]
    [InlineData("map(\"userType\", \"kind\", { values: { Guest: true } })", "userType eq \"Guest\"", "kind eq true")]
    [InlineData("map(\"userType\", \"kind\", { values: { Guest: false } })", "userType eq \"Guest\"", "kind eq false")]
    [InlineData(
        "map(\"userType\", \"kind\", { values: { Guest: 7 }, otherwise: \"omit\" })",
        "userType eq \"Robot\"",
        "! cannot filter on userType: the mapping has no such value at the target."
    )]
    [InlineData("map(\"urn:x:2.0:User:n\", \"n\", { write: n => n + 1, read: n => n - 1 })", "urn:x:2.0:User:n eq 4", "n eq 5")]
    [InlineData(
        "map(\"urn:x:2.0:User:n\", \"n\", { write: n => n + 1, read: n => n - 1 })",
        "urn:x:2.0:User:n eq 0.5",
        "n eq 1.5"
    )]
    [InlineData(
        "map(\"urn:x:2.0:User:n\", \"n\", { write: n => [n], read: n => n[0] })",
        "urn:x:2.0:User:n eq 4",
        "! A filter compares with one plain value, and the mapping made it a JSON Array."
    )]
    [InlineData(
        "map(\"roles\", \"list\", { convert: \"list:,\" })",
        "roles.value eq \"a\"",
        "! cannot filter on roles.value: the target has its values as one text."
    )]
    [InlineData("map(\"roles\", \"list\", { convert: \"list:,\" })", "roles.value pr", "list pr")]
    [InlineData(WorkMail, "emails[type eq \"work\" and value eq \"a\"]", "mail eq \"a\"")]
    [InlineData(WorkMail, "emails[value pr and type eq \"WORK\"]", "mail pr")]
    [InlineData(
        WorkMail,
        "emails[type eq \"work\" and display eq \"a\"]",
        "! cannot filter on emails: the target has some of its elements elsewhere."
    )]
    [InlineData(
        WorkMail,
        "emails[type eq \"work\" or value eq \"a\"]",
        "! cannot filter on emails: the target has some of its elements elsewhere."
    )]
    [InlineData(WorkMail, "emails[type eq \"home\" and value eq \"a\"]", "emails[type eq \"home\" and value eq \"a\"]")]
    [InlineData(WorkMail, "emails[value eq \"a\" and type eq \"home\"]", "emails[value eq \"a\" and type eq \"home\"]")]
    [InlineData(
        WorkMail,
        "emails[type ne \"work\"]",
        "! cannot filter on emails: the target has some of its elements elsewhere."
    )]
    [InlineData(
        WorkMail,
        "emails.value eq \"a\"",
        "! cannot filter on emails.value: the target has some of its elements elsewhere."
    )]
    [InlineData(
        "drop(\"emails[type eq \\\"work\\\"].value\")",
        "emails[type eq \"work\" and value eq \"a\"]",
        "! cannot filter on emails: the target has some of its elements elsewhere."
    )]
    [InlineData(
        "map(\"emails[primary eq true].value\", \"mail\")",
        "emails[primary eq true and value eq \"a\"]",
        "mail eq \"a\""
    )]
    [InlineData(
        "map(\"roles\", \"lists[kind eq \\\"r\\\"].all\")",
        "roles[value eq \"a\"]",
        "! cannot filter on roles: the mapping keeps it as a part of another attribute."
    )]
    [InlineData("drop(\"roles\")", "roles[value eq \"a\"]", "! cannot filter on roles: the target has no place for it.")]
    [InlineData("map(\"roles\", \"lists\")", "roles[value eq \"a\"]", "lists[value eq \"a\"]")]
    [InlineData("map(\"name.givenName\", \"first\")", "name pr", "! cannot filter on name: the target has its parts elsewhere.")]
    [InlineData(
        "map([\"title\", \"nickName\"], \"label\", { convert: \"first\" })",
        "title eq \"a\"",
        "! cannot filter on title: the target has it as a part of another value."
    )]
    [InlineData(
        "map(\"title\", \"a\", { when: 'active eq true' }), map(\"title\", \"b\", { when: 'active eq false' })",
        "title eq \"a\"",
        "! cannot filter on title: the target has it in several places."
    )]
    [InlineData(
        "map(\"title\", \"hired\", { convert: \"date\" })",
        "title eq \"soon\"",
        "! title is a date; expected one such as 2026-01-31."
    )]
    [InlineData("map(\"title\", \"hired\", { convert: \"date\" })", "title ew \"-31\"", "hired ew \"-31\"")]
    [InlineData("map(\"title\", \"hired\", { convert: \"date\" })", "title co \"-01-\"", "hired co \"-01-\"")]
    [InlineData("map(\"title\", \"hired\", { convert: \"date\" })", "title eq null", "hired eq null")]
    [InlineData("map(\"title\", \"hired\", { convert: \"date\" })", "title eq \"9999-12-31\"", "hired ge \"9999-12-31\"")]
    [InlineData("map(\"title\", \"hired\", { convert: \"date\" })", "title ne \"9999-12-31\"", "hired lt \"9999-12-31\"")]
    [InlineData(
        "map(\"title\", \"hired\", { convert: \"date\" })",
        "title gt \"9999-12-31\"",
        "hired ge \"9999-12-31\" and not (hired ge \"9999-12-31\")"
    )]
    [InlineData(
        "map(\"title\", \"hired\", { convert: \"date\" })",
        "title le \"9999-12-31\"",
        "hired ge \"9999-12-31\" or not (hired ge \"9999-12-31\")"
    )]
    [InlineData("map(\"title\", \"hired\", { convert: \"date\" })", "title lt \"9999-12-31\"", "hired lt \"9999-12-31\"")]
    [InlineData(
        "map(\"userType\", \"kind\", { values: { Guest: \"G\" }, otherwise: \"X\" })",
        "userType eq \"Robot\"",
        "! cannot filter on userType: the mapping has no such value at the target."
    )]
    [InlineData(
        "map(\"userType\", \"kind\", { values: { Guest: \"G\" }, otherwise: \"X\" })",
        "userType eq \"X\"",
        "! cannot filter on userType: the mapping has no such value at the target."
    )]
    [InlineData("map(\"userType\", \"kind\", { values: { Guest: \"G\" } })", "userType eq \"Robot\"", "kind eq \"Robot\"")]
    [InlineData(Twice, "title eq \"a\"", "label eq \"a\" or not (label pr) and alias eq \"a\"")]
    [InlineData(Twice, "title sw \"a\"", "label sw \"a\" or not (label pr) and alias sw \"a\"")]
    [InlineData(Twice, "title ne \"a\"", "label pr and label ne \"a\" or not (label pr) and alias ne \"a\"")]
    [InlineData(Twice, "title eq null", "label pr and label eq null or not (label pr) and alias eq null")]
    [InlineData(Twice, "title pr", "label pr or alias pr")]
    [InlineData(
        "map(\"title\", [\"a\", \"b\", \"c\"], { convert: \"lower\" })",
        "title eq \"A\"",
        "a eq \"a\" or not (a pr) and (b eq \"a\" or not (b pr) and c eq \"a\")"
    )]
    [InlineData(
        "map(\"title\", [\"a\", \"b\"], { convert: \"date\" })",
        "title gt \"2026-01-01\"",
        "a ge \"2026-01-02\" or not (a pr) and b ge \"2026-01-02\""
    )]
    public void Parts_of_converted_and_scattered_values_are_asked_only_where_they_mean_the_same(
        string rows,
        string filter,
        string asked
    )
    {
        var client = Filter.Parse(filter);
        string said;
        try
        {
            said = Mappings.User(rows).ToTarget(client).ToString()!;
        }
        catch (ScimException fault)
        {
            Assert.Equal((400, ScimType.InvalidFilter), (fault.Status, fault.Type));
            said = "! " + fault.Message.Replace("The mapping 'acme' ", "", StringComparison.Ordinal);
        }

        Assert.Equal(asked, said);
    }

    [Fact]
    public void A_path_is_one_place_or_several_or_none()
    {
        var mapping = Mappings.User("""map("name.givenName", "first"), map("name.familyName", "last"), map("title", peakon + ":Job Title"), drop("nickName")""");
        Assert.Equal(new AttributePath(Mappings.Peakon, "Job Title"), mapping.ToTarget(new AttributePath(null, "title")));
        Assert.Null(mapping.ToTarget(new AttributePath(null, "nickName")));
        Assert.Equal(
            ["name", "first", "last"],
            mapping.Projection(new AttributePath(null, "name")).Select(path => path.ToString())
        );
        Assert.Empty(mapping.Projection(new AttributePath(null, "nickName")));
    }
}
