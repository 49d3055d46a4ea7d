using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>One scimmy for all the stories that are told in front of it, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ScimmyCollection : ICollectionFixture<ScimmyFixture>
{
    public const string Name = "in front of scimmy";
}

/// <summary>A story in front of a scimmy that starts empty, told by a client of one profile.</summary>
[Collection(ScimmyCollection.Name)]
public abstract class ScimmyLife(ScimmyFixture fixture, string profile, string? mapping = null) : IAsyncLifetime
{
    private TestGateway? gateway;

    protected TestGateway Gateway => gateway ?? throw new InvalidOperationException("The gateway has not been started.");

    protected ScimmyServer Scimmy => fixture.Server;

    public async Task InitializeAsync()
    {
        await Scimmy.ResetAsync();
        gateway = await TestGateway.StartAsync(Scimmy.BaseAddress.ToString(), mapping, profile, targetToken: Scimmy.Token);
    }

    public async Task DisposeAsync() => await Gateway.DisposeAsync();

    protected Task<IReadOnlyList<JsonObject>> StoredAsync(string type) => Scimmy.StoredAsync(type);

    protected async Task<JsonObject> OnlyUserAsync() => Assert.Single(await StoredAsync("Users"));

    protected async Task<JsonObject> OnlyGroupAsync() => Assert.Single(await StoredAsync("Groups"));

    /// <summary>Creates a user through the gateway.</summary>
    /// <returns>The id.</returns>
    protected async Task<string> UserAsync(string userName, string more = "")
    {
        var created = await Gateway.PostAsync("Users", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{userName}}","active":true{{(more.Length > 0 ? "," + more : "")}}}""");
        Assert.Equal(201, created.Status);
        return created.Json!["id"]!.GetValue<string>();
    }

    /// <summary>Creates a group through the gateway.</summary>
    /// <returns>The id.</returns>
    protected async Task<string> GroupAsync(string displayName, params string[] members)
    {
        string list = string.Join(',', members.Select(member => $$"""{"value":"{{member}}"}"""));
        var created = await Gateway.PostAsync("Groups", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{displayName}}","members":[{{list}}]}""");
        Assert.Equal(201, created.Status);
        return created.Json!["id"]!.GetValue<string>();
    }

    /// <summary>What scimmy was asked since the last look at it: <c>GET /Users/1</c>.</summary>
    protected async Task<IReadOnlyList<string>> CallsOfAsync(Func<Task> told)
    {
        int before = (await Scimmy.CallsAsync()).Count;
        await told();
        return [.. (await Scimmy.CallsAsync()).Skip(before).Select(call => $"{call.Method} {call.Url["/scim/v2".Length..]}")];
    }
}
