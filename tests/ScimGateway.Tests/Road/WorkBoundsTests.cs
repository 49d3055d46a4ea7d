using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>How much work one request may make is the operator's to say.</summary>
public sealed class WorkBoundsTests
{
    private const string Limits =
        "limits: { jsonMembers: 16, jsonValues: 1000, patchSteps: 1000, attributeNames: 2, scanTests: 1000 }";

    [Fact]
    public async Task Each_bound_is_the_one_in_the_file()
    {
        string users = string.Join(
            ',',
            Enumerable.Range(1, 600).Select(number => $$"""{"id":"{{number}}","userName":"u{{number}}","title":"x"}""")
        );
        string members = string.Join(',', Enumerable.Range(1, 600).Select(number => $$"""{"value":"{{number}}"}"""));
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(
            200,
            request.PathAndQuery.StartsWith("/Users", StringComparison.Ordinal)
                ? $$"""{"totalResults":600,"Resources":[{{users}}]}"""
                : $$"""{"id":"1","displayName":"G","members":[{{members}}]}"""
        ));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { patch: false, filters: { operators: ['eq'], attributes: ['userName'] } }, User: {}, Group: {} });",
            top: Limits
        );

        string wide = string.Join(',', Enumerable.Range(1, 17).Select(number => $"\"n{number}\":1"));
        var tooWide = (await gateway.PostAsync(
            "Users",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","name":{ {{wide}} } }"""
        )).IsScimError(413);
        var tooMuch = (await gateway.PatchAsync("Groups/1", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"members[display eq \"a\" or display eq \"b\"]"}]}""")).IsScimError(413);
        var tooMany = (await gateway.GetAsync("Users?attributes=userName,title,nickName")).IsScimError(400, "invalidValue");
        var tooLong = (await gateway.GetAsync("Users?filter=title%20eq%20%22a%22%20or%20title%20eq%20%22b%22")).IsScimError(
            400,
            "tooMany"
        );

        string many = string.Join(',', Enumerable.Repeat("{}", 1000));
        var tooFull = (await gateway.PostAsync(
            "Users",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","urn:x:2.0:User":{"a":[{{many}}]} }"""
        )).IsScimError(413);

        Assert.Contains("more than 1000 JSON values (limits.jsonValues)", tooFull.Detail, StringComparison.Ordinal);
        Assert.Contains("17 members; 16 are the most", tooWide.Detail, StringComparison.Ordinal);
        Assert.Contains("more than 1000 steps", tooMuch.Detail, StringComparison.Ordinal);
        Assert.Contains("names 3 attributes; 2 are the most", tooMany.Detail, StringComparison.Ordinal);
        Assert.Contains("(1000, limits.scanTests)", tooLong.Detail, StringComparison.Ordinal);
    }
}
