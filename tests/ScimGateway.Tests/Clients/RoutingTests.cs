using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Clients;

/// <summary>Token and path say where a request goes; what is not the client's does not exist for it.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private FakeTarget a = null!;
    private FakeTarget b = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        a = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"at-a"}""");
        b = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"at-b"}""");
        gateway = await TestGateway.FromYamlAsync($$"""
            listen: http://127.0.0.1:0
            publicUrl: https://gw.example
            clients:
              - { name: one, token: file:one, target: alpha }
              - { name: both, token: file:both, targets: [alpha, beta] }
              - { name: single, token: file:single, targets: [beta] }
            targets:
              - { name: alpha, url: "{{a.Url}}", auth: none }
              - { name: beta, url: "{{b.Url}}", auth: none }
              - { name: gamma, url: "{{b.Url}}", auth: none }
            """, new Dictionary<string, string>
        {
            ["one"] = "token-of-one",
            ["both"] = "token-of-both",
            ["single"] = "token-of-single",
        });
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await a.DisposeAsync();
        await b.DisposeAsync();
    }

    [Fact]
    public async Task A_flag_that_stands_before_the_path_hides_neither_path_nor_filter()
    {
        using var http = gateway.NewClient("token-of-one");
        using var answer = await http.GetAsync("?aadOptscim062020/Users?filter=userName%20eq%20%22a%2Bb%22&count=5");
        Assert.Contains(
            "/Users?filter=userName%20eq%20%22a%2Bb%22&count=5",
            a.Requests[^1].PathAndQuery,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("token-of-one", "Users/1", "at-a", "https://gw.example/scim/v2/Users/1")]
    [InlineData("token-of-one", "alpha/Users/1", "at-a", "https://gw.example/scim/v2/alpha/Users/1")]
    [InlineData("token-of-single", "Users/1", "at-b", "https://gw.example/scim/v2/Users/1")]
    [InlineData("token-of-both", "alpha/Users/1", "at-a", "https://gw.example/scim/v2/alpha/Users/1")]
    [InlineData("token-of-both", "beta/Users/1", "at-b", "https://gw.example/scim/v2/beta/Users/1")]
    [InlineData("token-of-both", "BETA/users/1", "at-b", "https://gw.example/scim/v2/beta/Users/1")]
    [InlineData("token-of-one", "?aadOptscim062020/Users/1", "at-a", "https://gw.example/scim/v2/Users/1")]
    [InlineData("token-of-both", "beta/?aadOptscim062020/Users/1", "at-b", "https://gw.example/scim/v2/beta/Users/1")]
    [InlineData("token-of-both", "beta//Users/1/", "at-b", "https://gw.example/scim/v2/beta/Users/1")]
    public async Task A_request_goes_to_the_target_of_its_token_and_path(
        string token,
        string path,
        string userName,
        string location
    )
    {
        var answer = await AskAsync(token, path);

        Assert.Equal(200, answer.Status);
        Assert.Equal((userName, location), ((string?)answer.Json!["userName"], (string?)answer.Json["meta"]!["location"]));
        Assert.Equal(1, a.Requests.Count + b.Requests.Count);
    }

    [Theory]
    [InlineData(
        "Users",
        "'Users' is no target of this client; write …/scim/v2/{target}/Users with one of its targets: alpha, beta."
    )]
    [InlineData("", "This client has several targets; write …/scim/v2/{target}/Users with one of its targets: alpha, beta.")]
    public async Task Who_has_several_targets_and_names_none_is_told_which_they_are(string path, string detail)
    {
        var answer = await AskAsync("token-of-both", path);

        Assert.Equal(detail, answer.IsScimError(404).Detail);
    }

    [Theory]
    [InlineData("token-of-one", "beta")]
    [InlineData("token-of-one", "gamma/Users")]
    [InlineData("token-of-one", "beta/Users/1")]
    [InlineData("token-of-one", "beta/ServiceProviderConfig")]
    [InlineData("token-of-both", "gamma")]
    [InlineData("token-of-both", "gamma/Users")]
    [InlineData("token-of-both", "GAMMA/Users/1")]
    public async Task Another_s_target_answers_like_one_that_does_not_exist(string token, string path)
    {
        string name = path.Split('/')[0];

        var another = await AskAsync(token, path);
        var none = await AskAsync(token, path.Replace(name, "nosuch", StringComparison.Ordinal));

        another.IsScimError(404);
        Assert.Equal(none.TextBesidesId, another.TextBesidesId.Replace(name, "nosuch", StringComparison.Ordinal));
        Assert.Equal(HeadersOf(none), HeadersOf(another));
        Assert.Empty(a.Requests);
        Assert.Empty(b.Requests);
    }

    [Theory]
    [InlineData("Users")]
    [InlineData("")]
    public async Task A_client_of_several_targets_is_told_to_name_one(string path)
    {
        var answer = await AskAsync("token-of-both", path);

        answer.IsScimError(404);
        Assert.Contains("write …/scim/v2/{target}/Users", answer.Detail, StringComparison.Ordinal);
    }

    private static string HeadersOf(Answer answer) =>
        string.Join(' ', answer
            .Response.Headers.Select(header => header.Key)
            .Concat(answer.Response.Content.Headers.Select(header => header.Key))
            .Order());

    private async Task<Answer> AskAsync(string token, string path)
    {
        using var client = gateway.NewClient(token);
        using var response = await client.GetAsync(path);
        return await Answer.ReadAsync(response);
    }
}
