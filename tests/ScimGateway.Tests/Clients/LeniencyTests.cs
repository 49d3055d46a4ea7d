using System.Text;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Clients;

/// <summary>What one client may say is no rule for another, at one and the same target.</summary>
public sealed class LeniencyTests : IAsyncLifetime
{
    private const string Patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private FakeTarget target = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        target = await FakeTarget.StartAsync((context, request) =>
            request.PathAndQuery.StartsWith("/Users/", StringComparison.Ordinal)
                ? context.AnswerAsync(200, """{"id":"1","userName":"ana"}""")
                : context.AnswerAsync(
                    200,
                    """{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"""
                ));
        gateway = await TestGateway.FromYamlAsync($$"""
            listen: http://127.0.0.1:0
            clients:
              - { name: strict, token: file:strict, target: app }
              - { name: strict-but, token: file:strict-but, target: app, allow: [unquoted-literals] }
              - { name: entra, profile: entra, token: file:entra, target: app }
              - { name: entra-but, profile: entra, token: file:entra-but, target: app, deny: [missing-schemas, unquoted-literals] }
              - { name: onelogin, profile: onelogin, token: file:onelogin, target: app }
            targets:
              - { name: app, url: "{{target.Url}}", auth: none }
            """, new[] { "strict", "strict-but", "entra", "entra-but", "onelogin" }.ToDictionary(
                name => name,
                name => "token-of-" + name
            ));
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    [Theory]
    [InlineData("strict", 400)]
    [InlineData("strict-but", 200)]
    [InlineData("entra", 200)]
    [InlineData("entra-but", 400)]
    public async Task A_filter_without_quotation_marks_is_for_those_who_may(string client, int status)
    {
        var answer = await SendAsync(client, HttpMethod.Get, "Users?filter=userName%20eq%20ana", null);

        if (status == 400) answer.IsScimError(400, "invalidFilter");
        else Assert.Equal("/Users?filter=userName%20eq%20%22ana%22", Assert.Single(target.Requests).PathAndQuery);
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("strict", 400)]
    [InlineData("strict-but", 400)]
    [InlineData("entra", 200)]
    [InlineData("entra-but", 400)]
    public async Task A_PATCH_without_its_schema_is_for_those_who_may(string client, int status)
    {
        var answer = await SendAsync(
            client,
            HttpMethod.Patch,
            "Users/1",
            """{"Operations":[{"op":"replace","path":"title","value":"Boss"}]}"""
        );

        Assert.Equal(status, answer.Status);
        if (status == 200) Assert.Contains(Patch, Assert.Single(target.Requests).Body, StringComparison.Ordinal);
        else Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("strict", "application/scim+json")]
    [InlineData("onelogin", "application/json")]
    public async Task Answers_and_faults_have_the_media_type_that_the_client_wants(string client, string mediaType)
    {
        Assert.Equal(mediaType, (await SendAsync(client, HttpMethod.Get, "Users/1", null)).MediaType);
        Assert.Equal(mediaType, (await SendAsync(client, HttpMethod.Get, "Nothing", null)).MediaType);
    }

    private async Task<Answer> SendAsync(string name, HttpMethod method, string path, string? body)
    {
        using var client = gateway.NewClient("token-of-" + name);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        using var response = await client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
