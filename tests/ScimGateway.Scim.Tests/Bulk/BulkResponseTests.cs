using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Tests.Patching;

namespace ScimGateway.Scim.Tests.Bulk;

public sealed class BulkResponseTests
{
    private const string Location = "https://example.com/v2/Users/92b725cd";

    private static readonly BulkOperation Post = new()
    {
        Index = 0,
        Method = ScimOperation.Create,
        Endpoint = "/Users",
        BulkId = "qwerty",
        Data = [],
    };

    private static readonly BulkOperation Put = new()
    {
        Index = 1,
        Method = ScimOperation.Replace,
        Endpoint = "/Users",
        Id = "92b725cd",
        Data = [],
    };

    private static readonly BulkOperation Delete = new()
    {
        Index = 2,
        Method = ScimOperation.Delete,
        Endpoint = "/Users",
        Id = "92b725cd",
    };

    // The shapes of RFC 7644 section 3.7.3: a status is a string, an error has its body, a failed POST has no location.
    [Fact]
    public void What_became_of_each_is_told_in_the_order_of_the_request()
    {
        var response = new BulkResponse(
        [
            BulkResult.Failed(Delete, ScimException.NotFound("Gone."), Location),
            BulkResult.Done(Put, 200, Location, "W/\"huJj29dMNgu3WXPD\""),
            BulkResult.Done(Post, 201, Location, "W/\"oY4m4wn58tkVjJxK\""),
        ]);
        Story.Same(
            Story.Node("""
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],"Operations":[
                {"method":"POST","bulkId":"qwerty","version":"W/\"oY4m4wn58tkVjJxK\"","location":"https://example.com/v2/Users/92b725cd","status":"201"},
                {"method":"PUT","version":"W/\"huJj29dMNgu3WXPD\"","location":"https://example.com/v2/Users/92b725cd","status":"200"},
                {"method":"DELETE","location":"https://example.com/v2/Users/92b725cd","status":"404","response":
                  {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"Gone."}}]}
                """),
            response.ToJson());
    }

    [Fact]
    public void A_failed_POST_has_no_location()
    {
        var json = new BulkResponse([BulkResult.Failed(Post, ScimException.Uniqueness("Taken."), Location)]).ToJson()[
            "Operations"
        ]![0]!.AsObject();
        Assert.Equal(["method", "bulkId", "status", "response"], json.Select(member => member.Key));
        Assert.Equal("409", (string?)json["status"]);
        Assert.Equal("uniqueness", (string?)json["response"]!["scimType"]);
    }

    [Fact]
    public void An_operation_done_without_a_version_tells_none() =>
        Assert.Equal(
            """{"method":"DELETE","location":"x","status":"204"}""",
            new BulkResponse([BulkResult.Done(Delete, 204, "x")]).ToJson()["Operations"]![0]!.ToJsonString()
        );
}
