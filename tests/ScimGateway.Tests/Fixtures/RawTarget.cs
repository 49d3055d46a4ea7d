using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScimGateway.Tests.Fixtures;

/// <summary>A target below HTTP: answers with the bytes that a test wants, one request a connection.</summary>
/// <remarks>For what WireMock.Net cannot put on the wire: heads cut short, chunks without a size, other protocols, early hints,
/// TLS with a certificate of the test's own. What is whole HTTP, or only breaks its connection, is a <see
/// cref="FailingTarget"/>.</remarks>
public sealed class RawTarget : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> requests = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2? certificate;
    private readonly Func<RawCall, Task> answer;
    private readonly Task accepting;

    public RawTarget(Func<RawCall, Task> answer, X509Certificate2? certificate = null)
    {
        this.answer = answer;
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Without a trailing slash.</summary>
    public string Url => $"{(certificate is null ? "http" : "https")}://{listener.LocalEndpoint}/scim/v2";

    /// <summary>The heads of the requests in the order they came.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
        certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true) calls.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using Stream stream = certificate is null ? client.GetStream() : await SecureAsync(client);
                string head = await HeadAsync(stream);
                if (head.Length == 0) return;
                requests.Enqueue(head);
                await answer(new RawCall(head, stream, client.Client, stopping.Token));
            }
            catch (Exception fault)
                when (fault is IOException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException)
            {
                return; // the gateway hung up, as some tests want it to
            }
        }
    }

    private async Task<Stream> SecureAsync(TcpClient client)
    {
        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate },
            stopping.Token
        );
        return secure;
    }

    private async Task<string> HeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, stopping.Token) > 0)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) return head.ToString();
        }

        return "";
    }
}

/// <summary>One request that a raw target got, and the means to answer it.</summary>
/// <param name="Head">Request line and headers; each character is a byte.</param>
public sealed record RawCall(string Head, Stream Stream, Socket Socket, CancellationToken Stopping)
{
    public string RequestLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    /// <summary>The last segment of the path.</summary>
    public string Id => RequestLine.Split(' ')[1].Split('/')[^1];

    public Task SendAsync(byte[] bytes) => Stream.WriteAsync(bytes, Stopping).AsTask();

    /// <summary>Ends the connection with a RST.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    /// <summary>Until the gateway hangs up.</summary>
    public async Task NeverAnswerAsync()
    {
        byte[] rest = new byte[4096];
        while (await Stream.ReadAsync(rest, Stopping) > 0) Assert.NotEmpty(rest);
    }
}
