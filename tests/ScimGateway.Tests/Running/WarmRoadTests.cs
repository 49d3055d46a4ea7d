using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Running;

/// <summary>A gateway that says that it is ready has compiled what requests need, and its targets have heard nothing of
/// it.</summary>
public sealed class WarmRoadTests
{
    private const string Users = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[{"id":"1","userName":"ana@example.org"}]}""";
    private const string Deactivate = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}""";

    [Theory]
    [InlineData("GET", "Users?filter=userName%20eq%20%22ana@example.org%22", null)]
    [InlineData("GET", "ServiceProviderConfig", null)]
    [InlineData("PATCH", "Users/1", Deactivate)]
    public async Task The_first_request_compiles_next_to_nothing(string method, string path, string? body)
    {
        await using var target = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(
            200,
            context.Request.QueryString.HasValue ? Users : """{"id":"1","userName":"ana@example.org"}"""
        ));
        using var folder = new ScratchFolder();
        folder.Write("token", "token-of-the-client");
        folder.Write("operator", "token-of-the-operator");
        folder.Write("gateway.yaml", $$"""
            listen: http://127.0.0.1:0
            manage: { listen: "http://127.0.0.1:0", token: file:operator }
            clients: [ { name: okta, profile: okta, token: file:token, target: app } ]
            state: memory
            targets: [ { name: app, url: "{{target.Url}}", auth: none, mapping: "{{Shipped.Folder("peakon")}}" } ]
            """);
        await using var gateway = GatewayProcess.StartCompilingOnce(folder.Path);
        var banner = await gateway.BannerAsync();
        using var client = Client(banner[0], "token-of-the-client");
        using var manager = Client(banner[1], "token-of-the-operator");
        await GatewayProcess.ReadyAsync(client.BaseAddress!.ToString());
        long before = await SettledAsync(manager);
        Assert.Empty(target.Requests);

        using var request = new HttpRequestMessage(new HttpMethod(method), "/scim/v2/" + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        using var answer = await client.SendAsync(request);
        long compiled = await CompiledAsync(manager) - before;

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.InRange(compiled, 0, 49);
    }

    /// <summary>Until the question itself needs nothing more.</summary>
    private static async Task<long> SettledAsync(HttpClient manager)
    {
        long last = -1;
        for (int same = 0; same < 20;)
        {
            long now = await CompiledAsync(manager);
            same = now == last ? same + 1 : 0;
            last = now;
        }

        return last;
    }

    private static async Task<long> CompiledAsync(HttpClient manager) =>
        (long)JsonNode.Parse(await manager.GetStringAsync("/readyz"))!["compiledMethods"]!;

    private static HttpClient Client(string line, string token)
    {
        var client = new HttpClient
        {
            BaseAddress = new Uri(Regex.Match(line, @"http://127\.0\.0\.1:\d+", default, TimeSpan.FromSeconds(1)).Value),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
