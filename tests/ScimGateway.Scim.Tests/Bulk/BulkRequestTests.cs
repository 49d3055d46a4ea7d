using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Patching;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Bulk;

public sealed class BulkRequestTests
{
    public static TheoryData<string, string> Requests => CaseTable.Read("Bulk/requests.cases");

    [Theory]
    [MemberData(nameof(Requests))]
    public void Operations_are_read_or_the_one_at_fault_is_named(string operations, string expected) =>
        Assert.Equal(
            expected,
            Acme.Short(CaseTable.Outcome(() => Text(Parse($"\"Operations\":{Acme.Long(operations)}", ReadingRules.Strict))))
        );

    [Theory]
    [InlineData("1", 1)]
    [InlineData("\"3\"", 3)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("null", null)]
    public void FailOnErrors_is_a_number(string value, int? expected) =>
        Assert.Equal(expected, Parse($"\"failOnErrors\":{value},\"Operations\":[]", ReadingRules.Strict).FailOnErrors);

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("[]")]
    public void FailOnErrors_that_is_none_is_refused(string value)
    {
        var fault = Assert.Throws<ScimException>(() => Parse($"\"failOnErrors\":{value},\"Operations\":[]", ReadingRules.Strict));
        Assert.Equal($"failOnErrors must be an integer of 0 or more, found {value}.", fault.Message);
        Assert.Equal(ScimType.InvalidValue, fault.Type);
    }

    [Theory]
    [InlineData(null, 1000, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    public void A_request_is_over_after_so_many_errors(int? failOnErrors, int errors, bool isOver) =>
        Assert.Equal(isOver, new BulkRequest([], failOnErrors).IsOver(errors));

    [Fact]
    public void More_operations_than_the_limit_are_too_large()
    {
        var rules = new ReadingRules(Limits: new ScimLimits { BulkOperations = 2 });
        string Operations(int count) =>
            $"\"Operations\":[{string.Join(',', Enumerable.Repeat("{\"method\":\"DELETE\",\"path\":\"/Users/1\"}", count))}]";
        Assert.Equal(2, Parse(Operations(2), rules).Operations.Count);
        var fault = Assert.Throws<ScimException>(() => Parse(Operations(3), rules));
        Assert.Equal((413, "The Bulk request has 3 operations; 2 are the most (maxOperations)."), (fault.Status, fault.Message));
    }

    [Fact]
    public void The_message_names_its_schema_unless_the_client_may_leave_it_out()
    {
        const string body = """{"Operations":[{"method":"delete","path":"/Users/1"}]}""";
        var fault = Assert.Throws<ScimException>(() => BulkRequest.Read(Story.Object(body), ReadingRules.Strict));
        Assert.Equal($"schemas must hold {SchemaUrns.BulkRequest}.", fault.Message);
        Assert.Equal(
            "DELETE /Users 1",
            Text(BulkRequest.Read(Story.Object(body), new ReadingRules(null, Leniency.MissingSchemas | Leniency.MessageCase)))
        );
    }

    [Fact]
    public void References_get_their_ids_and_the_request_stays_as_it_was()
    {
        var operation = Parse("""
            "Operations":[{"method":"PATCH","path":"/Groups/bulkId:eng","data":{"Operations":[
              {"op":"remove","path":"members[value eq \"bulkId:ana\"]"},{"op":"add","path":"members","value":[{"value":"bulkId:ana"},{"value":"7"}]}]}}]
            """, ReadingRules.Strict).Operations[0];
        string before = operation.Data!.ToJsonString();
        var resolved = operation.Resolve(new Dictionary<string, string> { ["eng"] = "g/1", ["ana"] = "a\"b" });
        Assert.Equal("g/1", resolved.Id);
        Assert.Empty(resolved.FindReferences());
        Story.Same(Story.Node("""{"Operations":[{"op":"remove","path":"members[value eq \"a\\\"b\"]"},{"op":"add","path":"members","value":[{"value":"a\"b"},{"value":"7"}]}]}"""), resolved.Data);
        Assert.Equal(before, operation.Data!.ToJsonString());
        Assert.Equal("bulkId:eng", operation.Id);
    }

    [Fact]
    public void A_reference_to_what_was_not_created_is_a_conflict()
    {
        var operation = Parse("""
            "Operations":[{"method":"DELETE","path":"/Users/1"},{"method":"PUT","path":"/Groups/1","data":{"members":[{"value":"bulkId:bo"}]}}]
            """, ReadingRules.Strict).Operations[1];
        var fault = Assert.Throws<ScimException>(() => operation.Resolve(new Dictionary<string, string> { ["ana"] = "7" }));
        Assert.Equal(
            (409, "Operations[1] refers to the bulkId 'bo', which no operation of this request has created."),
            (fault.Status, fault.Message)
        );
    }

    [Fact]
    public void An_operation_without_references_is_sent_as_it_is()
    {
        var operation = Parse(
            "\"Operations\":[{\"method\":\"PUT\",\"path\":\"/Users/7\",\"data\":{\"userName\":\"a\"}}]",
            ReadingRules.Strict
        ).Operations[0];
        Assert.Same(operation, operation.Resolve(new Dictionary<string, string>()));
    }

    private static BulkRequest Parse(string members, ReadingRules rules) =>
        BulkRequest.Read(Story.Object($"{{\"schemas\":[\"{SchemaUrns.BulkRequest}\"],{members}}}"), rules);

    private static string Text(BulkRequest request) =>
        request.Operations.Count == 0 ? "-" : string.Join("; ", request.Operations.Select(Text));

    private static string Text(BulkOperation operation) => string.Join(' ', new[]
    {
        BulkMethod.Word(operation.Method),
        operation.Endpoint,
        operation.BulkId,
        operation.Id,
        operation.Version,
        operation.Data is { } data ? Story.Text(data) : null,
        operation.FindReferences() is { Count: > 0 } references ? "refers to " + string.Join(' ', references) : null,
    }.OfType<string>());
}
