using System.Text.Json.Nodes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Values;

/// <summary>A value is read the same in the body of a POST and in a PATCH, with a path and without: one reader, two roads to
/// it.</summary>
public sealed class TwoRoadsTests
{
    private static readonly string[] Attributes =
    [
        "title", "active", "password", "name", "emails", "roles", "shoe",
        "@ent:manager", "@ent:department", "@acme:floor", "@acme:share", "@acme:since", "@acme:tags", "@acme:badge", "@acme:shoe",
    ];

    private static readonly Leniency[] Leniencies =
    [
        Leniency.None,
        Leniency.SchemaTypedLiterals,
        Leniency.LooseComplexValues,
        Leniency.EmptyStrings,
        Leniency.JsonInStrings,
        Leniency.Scim11,
        Leniency.SchemaTypedLiterals
            | Leniency.LooseComplexValues
            | Leniency.EmptyStrings
            | Leniency.JsonInStrings
            | Leniency.Scim11,
    ];

    private static readonly string[] Values =
    [
        "null",
        "[]",
        "{}",
        "\"\"",
        "[null]",
        "[\"\"]",
        "[{}]",
        "\"a\"",
        "\"True\"",
        "\"5\"",
        "5",
        "5.0",
        "1e2",
        "true",
        "\"2026-01-31T10:00:00Z\"",
        "[\"a\"]",
        "[\"a\",\"\"]",
        "[5]",
        "[[\"a\"]]",
        "{\"value\":\"a\"}",
        "{\"value\":\"\"}",
        "{\"value\":null}",
        "{\"value\":\"a\",\"type\":\"work\"}",
        "[{\"value\":\"a\",\"primary\":\"True\"}]",
        "[{\"value\":\"a\",\"primary\":true},{\"value\":\"b\",\"primary\":true}]",
        "{\"VALUE\":\"a\",\"value\":\"b\"}",
        "{\"givenName\":\"A\",\"familyName\":\"\"}",
        "{\"GIVENNAME\":\"A\"}",
        "{\"number\":\"7\",\"colour\":5}",
        "{\"managerId\":\"9\"}",
        "{\"$ref\":\"https://x.example/Users/9\"}",
        "{\"inner\":{\"deep\":[]}}",
        "\"{\\\"value\\\":\\\"a\\\"}\"",
        "\"[{\\\"value\\\":\\\"a\\\"}]\"",
        "\"{oops\"",
        "[{\"value\":\"{\\\"value\\\":\\\"a\\\"}\"}]",
    ];

    public static IEnumerable<object[]> Rows =>
        Attributes.SelectMany(attribute => Leniencies.Select(leniency => new object[] { attribute, leniency }));

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_value_is_one_in_a_POST_and_in_a_PATCH(string attribute, Leniency leniency)
    {
        var rules = new ReadingRules(Acme.User, leniency);
        string Table(Func<string, ReadingRules, string, string> road) =>
            string.Join('\n', Values.Select(value => $"{value} => {road(attribute, rules, value)}"));

        string posted = Table(Posted);

        Assert.Equal(posted, Table(Patched));
        Assert.Equal(posted, Table(PatchedWithoutPath));
    }

    private static string Posted(string attribute, ReadingRules rules, string value) => Outcome(() =>
    {
        var (schema, name) = Split(attribute);
        var resource = CommonForm.Read(Acme.Json($$"""{"schemas":["@core"],{{Member(schema, name, value)}}}"""), rules).Resource;
        return (schema is null ? resource : resource[Acme.Long(schema)])?[name];
    });

    private static string Patched(string attribute, ReadingRules rules, string value) =>
        Outcome(() => Replaced(rules, $$"""{"op":"replace","path":"{{attribute}}","value":{{value}}}"""));

    private static string PatchedWithoutPath(string attribute, ReadingRules rules, string value)
    {
        var (schema, name) = Split(attribute);
        return Outcome(() => Replaced(rules, $$"""{"op":"replace","value":{ {{Member(schema, name, value)}} } }"""));
    }

    // That a part is null is an operation of its own in a PATCH.
    private static JsonNode? Replaced(ReadingRules rules, string operation) => PatchRequest
        .Parse(Acme.Json($$"""{"schemas":["{{SchemaUrns.PatchOp}}"],"Operations":[{{operation}}]}"""), rules)
        .Operations.FirstOrDefault(one => one.Verb == PatchVerb.Replace)?.Value;

    private static string Outcome(Func<JsonNode?> read) =>
        CaseTable.Outcome(() => read() is { } value ? Acme.Text(value) : "no value");

    private static string Member(string? schema, string name, string value) =>
        schema is null ? $"\"{name}\":{value}" : $"\"{schema}\":{{\"{name}\":{value}}}";

    private static (string? Schema, string Name) Split(string attribute) =>
        attribute.Split(':') is [var schema, var name] ? (schema, name) : (null, attribute);
}
