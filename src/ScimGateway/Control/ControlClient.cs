using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Control;

/// <summary>Speaks to the gateway that runs, from a command.</summary>
internal sealed class ControlClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    private ControlClient(string path) => http = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellation) => new NetworkStream(await OpenAsync(path, cancellation), ownsSocket: true),
    })
    {
        BaseAddress = new Uri($"http://{ControlEndpoint.Host}/"),
        Timeout = Patience,
    };

    /// <returns><see langword="null"/>: no gateway that runs listens there.</returns>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public static async Task<ControlClient?> ConnectAsync(string? path, CancellationToken cancellation)
    {
        if (path is null || !File.Exists(path)) return null;
        try
        {
            (await OpenAsync(path, cancellation)).Dispose();
            return new ControlClient(path);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new UnauthorizedAccessException($"{path} belongs to the user that the gateway runs as; run the command as that user.", fault);
        }
        catch (SocketException)
        {
            return null; // a dead one's
        }
    }

    /// <exception cref="ScimException">What the gateway says against it.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(ScimJson.ToUtf8(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var answer = await http.SendAsync(request, cancellation);
        var json = (JsonObject)ScimJson.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation), 32)!;
        if (answer.IsSuccessStatusCode) return json;
        throw new ScimException((int)answer.StatusCode, null, json["detail"]!.GetValue<string>());
    }

    public void Dispose() => http.Dispose();

    private static async Task<Socket> OpenAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
