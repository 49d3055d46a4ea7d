using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Conformance;

/// <summary>A server that is judged: scimmy itself, or the gateway in front of it.</summary>
/// <param name="client">Speaks to it; relative addresses begin at its base.</param>
/// <param name="baseUrl">What its locations begin with, without a trailing slash.</param>
/// <param name="behind">Where everything is stored in the end.</param>
internal sealed class ScimServer(HttpClient client, string baseUrl, ScimmyServer behind) : IDisposable
{
    private readonly HttpClient direct = behind.CreateClient();

    public string BaseUrl => baseUrl;

    public HttpClient Client => client;

    /// <summary>The ids of the <see cref="Population"/> by userName or displayName.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; set; } = new Dictionary<string, string>();

    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string mediaType = "application/scim+json",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, headers: headers);

    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PutAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, body, headers: headers);

    /// <param name="path">The resource.</param>
    /// <param name="operations"><c>{"op":"remove","path":"title"}</c></param>
    public Task<Answer> PatchAsync(string path, params string[] operations) =>
        SendAsync(HttpMethod.Patch, path, Bodies.Patch(operations));

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, headers: headers);

    /// <summary>Creates beside the server that is judged.</summary>
    /// <param name="type"><c>Users</c> or <c>Groups</c></param>
    /// <returns>The id.</returns>
    public async Task<string> StoreAsync(string type, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/scim+json");
        using var response = await direct.PostAsync(type, body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
    }

    /// <summary>Creates a user beside the server that is judged.</summary>
    /// <param name="more">Further members: <c>"title":"CTO"</c>.</param>
    public Task<string> UserAsync(string userName, string more = "") => StoreAsync("Users", Json.User(userName, more));

    public Task<string> GroupAsync(string displayName, params string[] members) =>
        StoreAsync("Groups", Json.Group(displayName, members));

    /// <summary>What is stored under an id, whatever the server says of it.</summary>
    public async Task<JsonObject> StoredAsync(string type, string id) =>
        Assert.Single(await behind.StoredAsync(type), resource => resource.At("id") == id);

    public Task<IReadOnlyList<JsonObject>> StoredAsync(string type) => behind.StoredAsync(type);

    public void Dispose()
    {
        direct.Dispose();
        client.Dispose();
    }
}
