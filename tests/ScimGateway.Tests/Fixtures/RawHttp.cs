using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace ScimGateway.Tests.Fixtures;

/// <summary>HTTP as bytes on the wire, for what no HTTP library sends.</summary>
public static class RawHttp
{
    /// <summary>A whole answer, which ends its connection.</summary>
    /// <param name="status">Code and reason: <c>200 OK</c>.</param>
    public static byte[] Answer(
        string status,
        string body = "",
        string mediaType = "application/scim+json",
        string headers = ""
    ) =>
        Answer(status, Encoding.UTF8.GetBytes(body), mediaType, headers);

    public static byte[] Answer(string status, byte[] body, string mediaType = "application/scim+json", string headers = "") =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {mediaType}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"), .. body];

    /// <summary>Bytes that are no whole answer, each character one; a backslash-free way to write them.</summary>
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static byte[] Compressed(string text, Func<Stream, Stream> with)
    {
        using var packed = new MemoryStream();
        using (var packer = with(packed)) packer.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public static Stream Gzip(Stream to) => new GZipStream(to, CompressionLevel.Fastest);

    public static Stream Brotli(Stream to) => new BrotliStream(to, CompressionLevel.Fastest);

    /// <summary>Sends text, each character a byte, and reads until the other side closes; the text must ask for that.</summary>
    public static async Task<string> SendAsync(string address, string text)
    {
        var url = new Uri(address);
        using var client = new TcpClient(url.Host, url.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
