using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Clients;

/// <summary>The token says who calls, and nothing but the whole right token does.</summary>
public sealed class TokenTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}""";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong-token-of-nobody")]
    [InlineData(TestGateway.Token)]
    [InlineData("Bearer " + TestGateway.Token + "x")]
    [InlineData("Bearer test-token-of-the-clien")]
    [InlineData("Bearer TEST-TOKEN-OF-THE-CLIENT")]
    [InlineData("Bearer x " + TestGateway.Token)]
    [InlineData("Bearer" + TestGateway.Token)]
    [InlineData("Basic " + TestGateway.Token)]
    [InlineData("Basic dGVzdDp0ZXN0LXRva2VuLW9mLXRoZS1jbGllbnQ=")]
    [InlineData("Bearer " + TestGateway.Token + ", Bearer other")]
    public async Task Without_the_right_token_there_is_a_401_that_gives_no_hint(string? authorization)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var refused = await AskAsync(gateway, authorization);
        var unknown = await AskAsync(gateway, "Bearer some-other-token");

        refused.IsScimError(401);
        Assert.Equal("Bearer realm=\"scim\"", refused.Response.Headers.WwwAuthenticate.ToString());
        Assert.Equal(unknown.TextBesidesId, refused.TextBesidesId);
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER   ")]
    public async Task The_scheme_is_read_in_any_case(string scheme)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        Assert.Equal(200, (await AskAsync(gateway, scheme + TestGateway.Token)).Status);
    }

    /// <summary>A header that was compared is remembered with its connection: never instead of the one that the request
    /// carries.</summary>
    [Fact]
    public async Task Each_request_is_judged_by_its_own_token_on_one_connection()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 });
        string right = "Bearer " + TestGateway.Token, other = "Bearer " + TestGateway.Token[..^1] + "x";

        var statuses = new List<int>();
        foreach (string? authorization in new[] { right, right, other, right, null, other, right })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Address + "/scim/v2/Users/1");
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await client.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 200, 401, 200, 401, 401, 200], statuses);
        Assert.Equal(4, target.Requests.Count);
    }

    [Fact]
    public async Task The_target_never_sees_the_client_s_token()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        await gateway.GetAsync("Users/1");

        Assert.Equal("Bearer secret-of-the-target", Assert.Single(target.Requests).Headers["Authorization"]);
    }

    private static async Task<Answer> AskAsync(TestGateway gateway, string? authorization)
    {
        using var client = gateway.NewClient(null);
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.GetAsync("Users/1");
        return await Answer.ReadAsync(response);
    }
}
