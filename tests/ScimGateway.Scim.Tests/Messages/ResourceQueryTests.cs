using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Messages;

public sealed class ResourceQueryTests
{
    private static readonly ReadingRules OfUsers = new(Acme.User);

    public static TheoryData<string, string> Cases => CaseTable.Read("Messages/queries.cases");

    public static TheoryData<string, string> Searches => CaseTable.Read("Messages/searches.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_are_read_into_a_query(string input, string expected) =>
        Assert.Equal(
            expected,
            Acme.Short(CaseTable.Outcome(() => Text(ResourceQuery.Parse(Parameters(Acme.Long(input)), OfUsers))))
        );

    // RFC 7644 section 3.10 knows no brackets there; some clients ask so all the same.
    [Theory]
    [InlineData("attributes=emails[type eq \"work\"]", Leniency.LooseComplexValues, "with emails")]
    [InlineData("excludedAttributes=emails[type eq \"work\"].value", Leniency.LooseComplexValues, "without emails.value")]
    [InlineData("attributes=emails[type eq \"work\"]", Leniency.None, "! invalidPath: ")]
    [InlineData("attributes=@ent.department", Leniency.DottedKeys, "with @ent:department")]
    [InlineData("attributes=@ent.department", Leniency.None, "! invalidPath: ")]
    [InlineData("filter=@ent.manager.value eq \"9\"", Leniency.DottedKeys, "filter @ent:manager.value eq \"9\"")]
    [InlineData("filter=@ent.manager.value eq \"9\"", Leniency.None, "! invalidFilter: ")]
    public void A_lenient_reader_takes_names_that_mean_one_thing_only(string input, Leniency leniency, string expected)
    {
        string read = CaseTable.Outcome(() =>
            Text(ResourceQuery.Parse(Parameters(Acme.Long(input)), OfUsers with { Leniency = leniency })));
        Assert.StartsWith(expected, Acme.Short(read), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter=")]
    [InlineData("filter=userName")]
    public void A_filter_that_says_nothing_is_refused_and_never_dropped(string input) =>
        Assert.StartsWith(
            "! invalidFilter: ",
            CaseTable.Outcome(() => Text(ResourceQuery.Parse(Parameters(input), OfUsers))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("attributes")]
    [InlineData("excludedAttributes")]
    public void A_list_of_names_has_a_limit_and_repetitions_count_once(string parameter)
    {
        string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(number => $"a{number}"));
        var query = ResourceQuery.Parse([new(parameter, $"{Names(200)},{Names(200)}")], OfUsers);
        Assert.Equal(200, query.Attributes.Count + query.ExcludedAttributes.Count);
        Assert.Equal(
            $"! invalidValue: {parameter} names 201 attributes; 200 are the most.",
            CaseTable.Outcome(() => Text(ResourceQuery.Parse([new(parameter, Names(201))], OfUsers)))
        );
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_search_request_says_the_same_in_JSON(string members, string expected) =>
        Assert.Equal(expected, Acme.Short(CaseTable.Outcome(() => Text(ResourceQuery.ReadSearch(Search(members), OfUsers)))));

    public static IEnumerable<object[]> Answers =>
        Cases.Concat(Searches).Where(row => !((string)row[1]).StartsWith("! ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_query_that_is_written_as_a_search_request_reads_back(string input, string expected)
    {
        var query =
            input[0] == '{'
                ? ResourceQuery.ReadSearch(Search(input), OfUsers)
                : ResourceQuery.Parse(Parameters(Acme.Long(input)), OfUsers);
        Assert.Equal(expected, Acme.Short(Text(ResourceQuery.ReadSearch(query.ToSearch(), OfUsers))));
    }

    // RFC 7644 section 3.4.3.
    [Fact]
    public void A_search_request_has_everything_that_a_query_has()
    {
        var query = ResourceQuery.Parse(Parameters("attributes=displayName,userName|filter=displayName sw \"smith\"|sortBy=userName|sortOrder=descending|startIndex=1|count=10"), OfUsers);
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"attributes":["displayName","userName"],"filter":"displayName sw \"smith\"","sortBy":"userName","sortOrder":"descending","startIndex":1,"count":10}""",
            Acme.Text(query.ToSearch()));
    }

    [Theory]
    [InlineData("", false, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}""")]
    [InlineData(
        "attributes=title",
        true,
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"attributes":["title"]}"""
    )]
    [InlineData(
        "excludedAttributes=title",
        true,
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"excludedAttributes":["title"]}"""
    )]
    [InlineData("cursor=", false, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"cursor":""}""")]
    [InlineData("sortOrder=descending", false, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}""")]
    public void A_search_request_says_nothing_that_was_not_asked(string parameters, bool hasProjection, string expected)
    {
        var query = ResourceQuery.Parse(parameters.Length == 0 ? [] : Parameters(parameters), OfUsers);
        Assert.Equal(hasProjection, query.HasProjection);
        Assert.Equal(expected, Acme.Text(query.ToSearch()));
    }

    [Fact]
    public void A_message_may_name_other_schemas_beside_its_own()
    {
        var search = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:x:Other", SchemaUrns.SearchRequest.ToUpperInvariant()),
            ["count"] = 3,
        };
        Assert.Equal("count 3", Text(ResourceQuery.ReadSearch(search, OfUsers)));
    }

    [Fact]
    public void A_search_request_names_its_schema_unless_the_client_may_leave_it_out()
    {
        Assert.Equal(
            $"! invalidSyntax: schemas must hold {SchemaUrns.SearchRequest}.",
            CaseTable.Outcome(() => Text(ResourceQuery.ReadSearch([], OfUsers)))
        );
        Assert.Equal("-", Text(ResourceQuery.ReadSearch([], new ReadingRules(Acme.User, Leniency.MissingSchemas))));
    }

    [Theory]
    [InlineData(
        "sortBy=urn:scim:schemas:core:1.0:userName|attributes=urn:scim:schemas:extension:enterprise:1.0:department,title",
        "by userName; with @ent:department, title"
    )]
    [InlineData(
        "excludedAttributes=urn:scim:schemas:extension:enterprise:1.0,urn:scim:schemas:core:1.0:User:name.givenName",
        "without @ent, name.givenName"
    )]
    public void A_client_of_SCIM_1_1_names_attributes_by_its_own_URIs(string input, string expected)
    {
        Assert.Equal(
            expected,
            Acme.Short(Text(ResourceQuery.Parse(Parameters(input), new ReadingRules(Acme.User, Leniency.Scim11))))
        );
        Assert.NotEqual(expected, Acme.Short(Text(ResourceQuery.Parse(Parameters(input), OfUsers))));
    }

    [Fact]
    public void A_cursor_has_a_limit()
    {
        Assert.Equal(4096, ResourceQuery.Parse([new("cursor", new string('x', 4096))], OfUsers).Cursor!.Length);
        Assert.StartsWith(
            "! invalidCursor: ",
            CaseTable.Outcome(() => Text(ResourceQuery.Parse([new("cursor", new string('x', 4097))], OfUsers))),
            StringComparison.Ordinal
        );
    }

    private static JsonObject Search(string members)
    {
        var body = Acme.Json(members);
        body["schemas"] = new JsonArray(SchemaUrns.SearchRequest);
        return body;
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(string text) =>
        text.Split('|').Select(part => part.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));

    private static string Text(ResourceQuery query)
    {
        string?[] parts =
        [
            query.Filter is { } filter ? $"filter {filter}" : null,
            query.StartIndex is { } start ? $"from {start}" : null,
            query.Count is { } count ? $"count {count}" : null,
            query.Cursor is { } cursor ? $"cursor \"{cursor}\"" : null,
            query.SortBy is { } path ? $"by {path}" : null,
            query.Descending ? "descending" : null,
            query.Attributes.Count > 0 ? "with " + string.Join(", ", query.Attributes) : null,
            query.ExcludedAttributes.Count > 0 ? "without " + string.Join(", ", query.ExcludedAttributes) : null,
        ];
        return parts.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join("; ", said) : "-";
    }
}
