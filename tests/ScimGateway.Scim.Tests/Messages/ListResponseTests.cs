using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Messages;

public sealed class ListResponseTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Messages/lists.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_target_answers_to_a_query_is_read_as_a_list(string answer, string expected) =>
        Assert.Equal(expected, Outcome(ScimJson.Parse(Encoding.UTF8.GetBytes(answer), 32)));

    [Fact]
    public void The_resources_of_a_list_can_be_put_elsewhere()
    {
        var list = ListResponse.Read(new JsonObject { ["Resources"] = new JsonArray(new JsonObject { ["id"] = "1" }) });
        Assert.Equal("1", (string?)new JsonArray(list.Resources[0])[0]!["id"]);
    }

    [Fact]
    public void An_empty_list_names_its_schema_and_shows_an_empty_array() => Assert.Equal(
        $$"""{"schemas":["{{SchemaUrns.ListResponse}}"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}""",
        ListResponse.Empty.ToJson().ToJsonString());

    // RFC 9865 section 2: nextCursor on every page but the last, previousCursor on every page but the first, and no startIndex.
    [Theory]
    [InlineData(
        null,
        "c",
        true,
        """{"schemas":["@list"],"totalResults":3,"itemsPerPage":1,"nextCursor":"c","Resources":[{"id":"2"}]}"""
    )]
    [InlineData("a", "c", true, """{"schemas":["@list"],"totalResults":3,"itemsPerPage":1,"previousCursor":"a","nextCursor":"c","Resources":[{"id":"2"}]}""")]
    [InlineData("a", null, false, """{"schemas":["@list"],"itemsPerPage":1,"previousCursor":"a","Resources":[{"id":"2"}]}""")]
    public void Who_pages_by_cursor_sees_the_cursors(string? previous, string? next, bool totalIsKnown, string expected)
    {
        var list = new ListResponse(3, 1, [new JsonObject { ["id"] = "2" }])
        {
            PreviousCursor = previous,
            NextCursor = next,
            TotalIsKnown = totalIsKnown,
            Pagination = PaginationMethod.Cursor,
        };
        Assert.Equal(expected, list.ToJson().ToJsonString().Replace(SchemaUrns.ListResponse, "@list", StringComparison.Ordinal));
    }

    private static string Outcome(JsonNode? body)
    {
        try
        {
            var list = body is JsonObject message ? ListResponse.Read(message) : ListResponse.Read(body);
            var json = list.ToJson();
            json.Remove("schemas");
            return json.ToJsonString()
                + (list.TotalIsKnown ? "" : " unknown total")
                + (list.NextCursor is { } next ? " then " + next : "")
                + (list.PreviousCursor is { } previous ? " before " + previous : "");
        }
        catch (ScimException fault)
        {
            return $"! {fault.Status}: {fault.Message}";
        }
    }
}
