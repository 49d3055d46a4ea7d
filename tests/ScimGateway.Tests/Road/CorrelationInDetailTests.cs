using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>Some clients show their people the sentence of an error and no header: it ends with the correlation id,
/// once.</summary>
public sealed class CorrelationInDetailTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""";

    [Theory]
    [InlineData("GET", "nothing/here", null, 404)]
    [InlineData("GET", "Users?filter=x", null, 400)]
    [InlineData("POST", "Users", "{", 400)]
    [InlineData("DELETE", "ServiceProviderConfig", null, 405)]
    [InlineData("POST", "Me", User, 501)]
    [InlineData("GET", "Users/refused", null, 400)]
    [InlineData("GET", "Users/down", null, 503)]
    [InlineData("GET", "Users/odd", null, 502)]
    [InlineData("PATCH", "Users/odd", User, 400)]
    public async Task The_sentence_of_every_error_ends_with_it(string method, string path, string? body, int status)
    {
        await using var target = Target();
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var answer = await gateway.SendAsync(new HttpMethod(method), path, body);
        Assert.Equal(status, answer.Status);
        IsAtTheEnd(answer);
        using var stranger = gateway.NewClient(null);
        IsAtTheEnd((await Answer.ReadAsync(await stranger.GetAsync(path))).IsScimError(401));
    }

    [Fact]
    public async Task The_sentence_of_an_operation_of_a_Bulk_request_does_too()
    {
        await using var target = Target();
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var bulk = await gateway.PostAsync("Bulk", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"DELETE","path":"/Users/refused"},{"method":"DELETE","path":"/nothing/1"}]}
            """);

        string[] details = [
            .. bulk.Json!["Operations"]!.AsArray().Select(operation => (string)operation!["response"]!["detail"]!),
        ];
        Assert.Equal(2, details.Length);
        Assert.All(
            details,
            detail => Assert.EndsWith($". (correlation id {bulk.CorrelationId})", detail, StringComparison.Ordinal)
        );
    }

    private static FailingTarget Target() => new FailingTarget(Reply.With(200, Reply.User))
        .When("*", "/Users/refused", Reply.With(400, """{"detail":"No."}"""))
        .When("GET", "/Users/down", Reply.With(503))
        .When("GET", "/Users/odd", Reply.With(200, "<html>", "text/html"));

    private static void IsAtTheEnd(Answer answer)
    {
        Assert.EndsWith($" (correlation id {answer.CorrelationId})", answer.WholeDetail, StringComparison.Ordinal);
        Assert.Equal(2, answer.WholeDetail!.Split(answer.CorrelationId).Length);
    }
}
