using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Tests;

/// <summary>A sandbox with a client that has its token: what curl does, in one line.</summary>
internal sealed class Caller : IAsyncDisposable
{
    private readonly HttpClient http = new();

    private Caller(SandboxServer server)
    {
        Server = server;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
    }

    public SandboxServer Server { get; }

    public static async Task<Caller> OfAsync(string name, SandboxOptions? options = null) =>
        new(await SandboxServer.StartAsync(name, options ?? SandboxOptions.Default));

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    public async Task<Reply> SendAsync(
        string method,
        string path,
        string? json = null,
        string mediaType = "application/scim+json"
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.BaseAddress + path));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, mediaType);
        using var response = await http.SendAsync(request);
        return new Reply(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync()
        );
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => await http.SendAsync(request);

    /// <summary>A look-up as clients write it: the filter encoded.</summary>
    public Task<Reply> FindAsync(string endpoint, string filter) => GetAsync($"{endpoint}?filter={Uri.EscapeDataString(filter)}");

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}

internal sealed record Reply(HttpStatusCode Status, string? MediaType, string Text)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string Id => Json["id"]!.GetValue<string>();

    public int Total => Json["totalResults"]!.GetValue<int>();

    public IReadOnlyList<string> UserNames =>
        [.. Json["Resources"]!.AsArray().Select(user => user!["userName"]!.GetValue<string>())];
}
