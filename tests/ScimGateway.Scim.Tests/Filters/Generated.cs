using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Filters;

/// <summary>Filters on users and users to try them on, out of few values, so that they often meet.</summary>
internal static class Generated
{
    private const string Enterprise = SchemaUrns.EnterpriseUser;

    private static readonly Gen<FilterLiteral> Text = Gen.Elements(
            "",
            "ana",
            "ANA",
            "an",
            "a@x.org",
            "work",
            "wörk \"quoted\" \\ \n 😀",
            "WÖRK",
            "kılo",
            "a\\b",
            "a/b"
        )
        .Select(text => FilterLiteral.Of(text));

    private static readonly Gen<FilterLiteral> Number = Gen.Elements("0", "1", "-1", "1.0", "10e-1", "42", "1e400")
        .Select(FilterLiteral.Number);

    private static readonly Gen<FilterLiteral> Instant = Gen.Elements(
            "2024-01-01T12:00:00Z",
            "2024-01-01T14:00:00+02:00",
            "2024-01-01T12:00:00.5Z",
            "2023-01-01"
        ).Select(text => FilterLiteral.Of(text));

    private static readonly Gen<FilterLiteral> Boolean = Gen.Elements(true, false).Select(value => FilterLiteral.Of(value));

    private static readonly Gen<Filter> UserTest = Gen.OneOf(
        Tests([
            "userName",
            "externalId",
            "title",
            "name.familyName",
            "emails",
            "emails.value",
            "emails.type",
            "nicknames",
            Enterprise + ":department",
            Enterprise + ":manager",
            Enterprise + ":manager.value",
        ], AnyOperator, Text),
        Tests(["shoeSize"], NumericOperator, Number),
        Tests(["meta.created"], NumericOperator, Instant),
        Tests(["active", "emails.primary"], Gen.Elements(ComparisonOperator.Eq, ComparisonOperator.Ne), Boolean));

    private static readonly Gen<Filter> ElementTest = Gen.OneOf(
        Tests(["value", "type"], AnyOperator, Text),
        Tests(["primary"], Gen.Elements(ComparisonOperator.Eq, ComparisonOperator.Ne), Boolean));

    private static Gen<ComparisonOperator> AnyOperator => Gen.Elements(Enum.GetValues<ComparisonOperator>());

    private static Gen<ComparisonOperator> NumericOperator => AnyOperator.Where(comparison => comparison is not
        (ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew));

    public static Gen<Filter> Filters => Gen.Sized(size => Combined(size, Gen.Frequency((4, UserTest), (1, ValuePaths(size)))));

    public static Gen<JsonObject> Users =>
        from userName in Member("userName", Strings)
        from externalId in Member("externalId", Strings)
        from title in Member("title", Strings)
        from name in Member(
            "name",
            Gen.Elements("{}", """{"familyName":"ana"}""", """{"familyName":""}""", """{"familyName":null}""")
        )
        from active in Member("active", Gen.Elements("true", "false", "null"))
        from shoeSize in Member("shoeSize", Gen.Elements("0", "1", "1.0", "-1", "42", "4.2e1"))
        from created in Member(
            "meta",
            Gen.Elements("""{"created":"2024-01-01T12:00:00Z"}""", """{"created":"2023-01-01T00:00:00Z"}""")
        )
        from nicknames in Member("nicknames", Arrays(Strings))
        from emails in Member("emails", Arrays(Emails))
        from department in Member("department", Strings)
        from manager in Member(
            "manager",
            Gen.Elements("\"ana\"", """{"value":"ana"}""", """{"value":"ANA","displayName":"x"}""", "{}")
        )
        select (JsonObject)JsonNode.Parse(
            Braces(
                userName,
                externalId,
                title,
                name,
                active,
                shoeSize,
                created,
                nicknames,
                emails,
                $"\"{Enterprise}\":{Braces(department, manager)}"
            ))!;

    private static Gen<string> Strings => Gen.Elements(
        "\"\"",
        "\"ana\"",
        "\"ANA\"",
        "\"a@x.org\"",
        "\"work\"",
        "null",
        "\"\\u0061na\"",
        "\"wörk\"",
        "\"W\\u00d6rk\"",
        "\"\\u212a\u0131lo\"",
        "\"a\\\\b\"",
        "\"a\\/B\"",
        "\"wörk \\\"QUOTED\\\" \\\\ \\n \\ud83d\\ude00\""
    );

    private static Gen<string> Emails =>
        from value in Member("value", Strings)
        from type in Member("type", Strings)
        from primary in Member("primary", Gen.Elements("true", "false"))
        select Braces(value, type, primary);

    private static Gen<Filter> Tests(string[] paths, Gen<ComparisonOperator> operators, Gen<FilterLiteral> literals)
    {
        var path = Gen.Elements(paths).Select(text => AttributePath.Parse(text, ResourceType.User.SchemaIds));
        var equality = Gen.Elements(ComparisonOperator.Eq, ComparisonOperator.Ne);
        var compared =
            from at in path
            from comparison in operators
            from literal in literals
            select (Filter)new ComparisonFilter(at, comparison, literal);
        var assigned =
            from at in path
            from comparison in equality
            select (Filter)new ComparisonFilter(at, comparison, FilterLiteral.Null);
        return Gen.Frequency((8, compared), (1, assigned), (2, path.Select(at => (Filter)new PresentFilter(at))));
    }

    private static Gen<Filter> ValuePaths(int size) =>
        Combined(size / 4, ElementTest).Select(where => (Filter)new ValuePathFilter(new AttributePath(null, "emails"), where));

    private static Gen<Filter> Combined(int size, Gen<Filter> test)
    {
        if (size <= 1) return test;
        var half = Combined(size / 3, test);
        return Gen.Frequency(
            (2, test),
            (2, from left in half from right in half select (Filter)new AndFilter(left, right)),
            (2, from left in half from right in half select (Filter)new OrFilter(left, right)),
            (1, half.Select(operand => (Filter)new NotFilter(operand))));
    }

    private static Gen<string> Member(string name, Gen<string> values) =>
        Gen.Frequency((3, values.Select(value => $"\"{name}\":{value}")), (1, Gen.Constant("")));

    private static Gen<string> Arrays(Gen<string> items) =>
        Gen.Choose(0, 3).SelectMany(count => items.ArrayOf(count)).Select(elements => $"[{string.Join(',', elements)}]");

    private static string Braces(params string[] members) =>
        $"{{{string.Join(',', members.Where(member => member.Length > 0))}}}";
}
