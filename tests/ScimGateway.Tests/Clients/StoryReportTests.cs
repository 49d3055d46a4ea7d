using ScimGateway.Tests.Clients.Stories;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Clients;

/// <summary>A story that does not come true says where, and what happened instead; one that cannot be read says which
/// line.</summary>
[Collection(ScimmyCollection.Name)]
public sealed class StoryReportTests(ScimmyFixture fixture)
{
    private const string Create = """
        === client strict
        POST /Users

        { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ana@x.org", "title": "Engineer" }
        === client gets
        201

        { "id": "{ana}" }

        """;

    [Theory]
    [InlineData("=== client gets\n204", "status: expected 204, found 200")]
    [InlineData("=== client gets\n200\n\n{ \"active\": \"true\" }", "/active: expected \"true\", found true")]
    [InlineData("=== client gets\n200\n\n{ \"title\": null }", "/title: expected nothing, found \"Engineer\"")]
    [InlineData("=== client gets\n200\n\n{ \"nickName\": \"Annie\" }", "/nickName: expected \"Annie\", found nothing")]
    [InlineData("=== client gets\n200\n\n{ \"id\": \"{ana}x\" }", "/id: expected \"employee_4x\", found \"employee_4\"")]
    [InlineData("=== client gets\n200\n\n{ \"title\": \"…neers\" }", "/title: expected \"…neers\", found \"Engineer\"")]
    [InlineData(
        "=== client gets\n200\n\n{ \"schemas\": [] }",
        "/schemas/0: \"urn:ietf:params:scim:schemas:core:2.0:User\" is there, and should not be"
    )]
    [InlineData(
        "=== client gets\n200\nContent-Type: application/json",
        "Content-Type: expected application/json, found application/scim+json"
    )]
    public async Task An_answer_of_another_kind_is_told_with_its_line_and_both_values(string gets, string difference)
    {
        string report = await TellAsync($"{Create}=== client sends\nGET /Users/{{ana}}\n{gets}\n=== target holds\n{{}}");

        Assert.StartsWith($"a.case:11, told to peakon: what the client gets of 'GET /Users/employee_4' is not what the story says.\n  {difference}\nIt is:\n200\n{{\n", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "/Users: [{\"id\":\"employee_4\",\"userName\":\"ana@x.org\",\"active\":true,\"title\":\"Engineer\"}] is there, and should not be")]
    [InlineData(
        """{ "Users": [{ "id": "{ana}", "userName": "ana@x.org", "active": true }] }""",
        "/Users/0/title: \"Engineer\" is there, and should not be"
    )]
    [InlineData(
        """{ "Users": [{ "id": "{ana}", "userName": "ana@x.org", "active": true, "title": "CTO" }] }""",
        "/Users/0/title: expected \"CTO\", found \"Engineer\""
    )]
    [InlineData(
        """{ "Users": [{ "id": "{ana}", "userName": "ana@x.org", "active": true, "title": "Engineer" }], "Groups": [] }""",
        "/Groups: expected [], found nothing"
    )]
    [InlineData("""{ "Users": [{ "id": "{ana}", "userName": "ana@x.org", "active": true, "title": "Engineer" }, { "userName": "bo@x.org" }] }""", "/Users/1: {\"userName\":\"bo@x.org\"} is missing")]
    [InlineData("""{ "Users": [{ "id": "{ana}", "userName": "ana@x.org", "active": true, "title": "Engineer" }] }""", null)]
    public async Task What_the_target_holds_is_compared_as_a_whole(string holds, string? difference)
    {
        string report = await TellAsync($"{Create}=== target holds\n{holds}");

        if (difference is null) Assert.Empty(report);
        else Assert.StartsWith(
            $"a.case:9, told to peakon: what it holds is not what the story says.\n  {difference}\nIt is:\n{{\n",
            report,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_section_of_one_target_is_in_its_own_words() =>
        Assert.Empty(await TellAsync($$$"""
            {{{Create}}}=== target holds
            {}
            === peakon holds
            { "Users": [{ "id": "{ana}", "userName": "ana@x.org", "active": true, "urn:ietf:params:scim:schemas:extension:peakon:2.0:User": { "Job Title": "Engineer" } }] }
            """));

    [Theory]
    [InlineData("", "a.case:1: a story begins with '=== client' and a profile.")]
    [InlineData("=== client okta\n\n=== client gets\n200", "a.case:1: 'client sends' is empty.")]
    [InlineData("=== client okta\nGET /Users\n=== target holds\n{}", "a.case:3: expected '=== client gets' here.")]
    [InlineData("=== client okta\nGET /Users\n=== client gets\n200", "a.case:3: expected '=== target holds' here.")]
    [InlineData(
        "=== client okta\nGET /Users\n=== client gets\n200\n=== client gets from peakonn\n200\n=== target holds\n{}",
        "a.case:5: there is no target 'peakonn'; there are peakon, scimmy."
    )]
    [InlineData(
        "=== client okta\nGET /Users\n=== client gets\n200\n=== client gets from peakon at last\n200\n=== target holds\n{}",
        "a.case:5: 'at last' may not stand here; 'and stops' may."
    )]
    [InlineData(
        "=== client okta\nGET /Users\n=== client gets\n200\n=== target holds\n{}\n=== slack holds\n{}",
        "a.case:7: there is no target 'slack'; there are peakon, scimmy."
    )]
    [InlineData(
        "=== client okta\nGET /Users\n=== client gets\n200\n=== target holds\n{}\n=== client sends\nGET /Users",
        "a.case:7: '=== client sends' is not what may follow here."
    )]
    public void A_story_that_cannot_be_read_says_which_line(string text, string fault) =>
        Assert.Equal(fault, Assert.Throws<FormatException>(() => Read(text)).Message);

    private static Story Read(string text) => StoryReader.Read("a.case", text, ["peakon", "scimmy"]);

    private Task<string> TellAsync(string text) => StoryTeller.TellAsync(Read(text), "peakon", fixture.Server);
}
