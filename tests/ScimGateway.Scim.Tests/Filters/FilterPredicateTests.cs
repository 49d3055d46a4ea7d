using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Filters;

public sealed class FilterPredicateTests
{
    private static readonly JsonObject[] People = [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Filters/people.jsonl"))
            .Select(line => (JsonObject)JsonNode.Parse(line)!),
    ];

    public static TheoryData<string, string> Evaluation => CaseTable.Read("Filters/evaluation.cases");

    [Theory]
    [MemberData(nameof(Evaluation))]
    public void A_filter_finds_the_resources_it_holds_of(string filter, string found) =>
        Assert.Equal(found, CaseTable.Outcome(() => Found(filter, ResourceType.User)));

    public static TheoryData<string, string> Sentences => CaseTable.Read("Filters/rfc7644-3.4.2.2.cases");

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_filter_holds_where_the_RFC_says(string given, string expected)
    {
        int mark = given.IndexOf(" ? ", StringComparison.Ordinal);
        var user = (JsonObject)JsonNode.Parse(given[..mark])!;
        var rules = new ReadingRules(ResourceType.User);
        string outcome = CaseTable.Outcome(() =>
            FilterPredicate.Compile(Filter.Parse(given[(mark + 3)..], rules), ResourceType.User).Matches(user) ? "yes" : "no");
        Assert.Equal(expected, outcome.Split(": ")[0]);
    }

    [Theory]
    [InlineData("urn:acme:2.0:User:floor gt 2", "yes")]
    [InlineData("urn:acme:2.0:User:floor gt 3", "no")]
    [InlineData(
        "urn:acme:2.0:User:floor eq \"3\"",
        "! invalidFilter: Column 25: 'urn:acme:2.0:User:floor' is a number; expected a number, found a string."
    )]
    [InlineData(
        "urn:acme:2.0:User:floor co \"3\"",
        "! invalidFilter: Column 25: 'urn:acme:2.0:User:floor' is a number, which 'co' cannot compare."
    )]
    [InlineData("urn:acme:2.0 pr", "yes")]
    [InlineData("urn:acme:2.0:seat eq \"a\"", "yes")]
    public void Extensions_of_any_URI_and_type_are_asked(string text, string expected)
    {
        var seats = new SchemaDefinition { Id = "urn:acme:2.0", Name = "Seat", Attributes = [new() { Name = "seat" }] };
        var type = Acme.User with { Extensions = [.. Acme.User.Extensions, seats] };
        var user = Acme.Json("""{"@acme":{"floor":3},"urn:acme:2.0":{"seat":"A"}}""");
        Assert.Equal(expected, CaseTable.Outcome(() =>
            FilterPredicate.Compile(Filter.Parse(text, new ReadingRules(type)), type).Matches(user) ? "yes" : "no"));
    }

    // Where the attribute stood in the last resource is only where it is looked for first.
    [Theory]
    [InlineData("userName eq \"ana\"", """[{"userName":"ana"},{"id":"1","userName":"ana"},{"userName":"ana","id":"1"},{"USERNAME":"ana"},{},{"id":"ana"},{"userName":null,"x":"ana"},{"a":1,"b":2,"userName":"bo"},{"a":1,"b":2,"username":"ana","c":3},{"userName":"ana"}]""", "yes yes yes yes no no no no yes yes")]
    [InlineData("emails.type eq \"work\"", """[{"emails":[{"value":"a","type":"work"}]},{"emails":[{"type":"work"},{"value":"b"}]},{"emails":[{"value":"work"},{"a":1,"b":2,"type":"home"}]},{"x":1,"emails":{"type":"work"}},{"emails":[]}]""", "yes yes no yes no")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"IT\"", """[{"id":"1","@ent":{"department":"IT"}},{"@ent":{"division":"IT"}},{"@ent":{"division":"X","department":"IT"}},{"id":"1","department":"IT"},{"@ent":"IT"}]""", "yes no yes no no")]
    public void One_filter_is_asked_of_resources_of_other_shapes(string filter, string resources, string expected)
    {
        var predicate = FilterPredicate.Compile(Filter.Parse(filter, new ReadingRules(ResourceType.User)), ResourceType.User);
        var users = (JsonArray)JsonNode.Parse(Acme.Long(resources))!;
        Assert.Equal(expected, string.Join(' ', users.Select(user => predicate.Matches((JsonObject)user!) ? "yes" : "no")));
    }

    [Theory]
    [InlineData("userName eq \"ana@x.ORG\"", "Ana")]
    [InlineData("id eq \"ana\"", "none")]
    [InlineData("meta.created eq \"2024-01-01T13:00:00+01:00\"", "Ana, bo")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:active eq true", "Ana")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"77\"", "Ana")]
    public void Without_a_type_the_common_attributes_are_still_known(string filter, string found) =>
        Assert.Equal(found, Found(filter, null));

    [Theory]
    [InlineData("members[value eq \"u-1\"]", true)]
    [InlineData("members[value eq \"U-1\"]", false)]
    [InlineData("members.value eq \"U-1\"", false)]
    [InlineData("members eq \"u-1\"", true)]
    [InlineData("members[type eq \"user\"]", true)]
    [InlineData("members.$ref eq \"HTTPS://gw/Users/u-1\"", false)]
    [InlineData("DisplayName eq \"ENG\"", true)]
    public void Members_are_found_by_their_exact_id(string filter, bool expected)
    {
        var group = (JsonObject)JsonNode.Parse(
            """{"displayName":"Eng","members":[{"value":"u-1","type":"User","$ref":"https://gw/Users/u-1"}]}"""
        )!;
        Assert.Equal(expected, FilterPredicate.Compile(Filter.Parse(filter), ResourceType.Group).Matches(group));
    }

    [Theory]
    [InlineData("type eq \"WORK\" and primary eq true", true)]
    [InlineData("type eq \"home\"", false)]
    [InlineData("not (display pr)", true)]
    public void The_filter_of_a_value_path_is_asked_of_an_element(string where, bool expected)
    {
        var element = (JsonObject)JsonNode.Parse("""{"type":"work","primary":true,"value":"a@x.org"}""")!;
        Assert.Equal(
            expected,
            FilterPredicate.CompileWhere(Filter.Parse(where), WellKnownSchemas.User.Find("emails")).Matches(element)
        );
    }

    [Theory]
    [InlineData("active gt true")]
    [InlineData("active eq \"True\"")]
    [InlineData("name eq \"Ana\"")]
    [InlineData("emails[primary co \"t\"]")]
    [InlineData("meta.created lt \"soon\"")]
    public void What_the_schema_forbids_is_refused_when_it_is_compiled(string filter)
    {
        var fault = Assert.Throws<ScimException>(() => FilterPredicate.Compile(Filter.Parse(filter), ResourceType.User));
        Assert.Equal(ScimType.InvalidFilter, fault.Type);
    }

    [Fact]
    public void Values_made_in_code_compare_like_values_read_from_text()
    {
        var resource = new JsonObject { ["shoeSize"] = 38, ["weight"] = 61.5, ["userName"] = "ana", ["active"] = true };
        var filter = Filter.Parse(
            "shoeSize eq 38 and weight gt 61 and userName eq \"ANA\" and active eq true",
            new ReadingRules(ResourceType.User)
        );
        Assert.True(FilterPredicate.Compile(filter, ResourceType.User).Matches(resource));
    }

    private static string Found(string text, ResourceType? type)
    {
        var predicate = FilterPredicate.Compile(Filter.Parse(text, new ReadingRules(type)), type);
        string found = string.Join(", ", People.Where(one => predicate.Matches(one)).Select(person => (string)person["id"]!));
        return found.Length == 0 ? "none" : found;
    }
}
