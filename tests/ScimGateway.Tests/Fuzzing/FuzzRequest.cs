using System.Globalization;
using System.Text;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>A request as bytes.</summary>
/// <param name="Ends">Whether less is sent than it announces, so that the client must say that no more will come.</param>
internal sealed record FuzzRequest(byte[] Bytes, bool Ends = false)
{
    /// <summary>A request as clients send it.</summary>
    /// <param name="path">From the root, encoded.</param>
    public static FuzzRequest Of(string method, string path, string profile, byte[]? body, string headers = "") =>
        new([.. Encoding.Latin1.GetBytes(
            Head(method, path, profile) + (body is null ? "" : Length(body.Length)) + headers + "\r\n"
        ), .. body ?? []]);

    public static string Head(string method, string path, string profile) =>
        $"{method} {path} HTTP/1.1\r\nHost: gw\r\nConnection: close\r\nAuthorization: Bearer {FuzzRoad.TokenOf(profile)}\r\n";

    public static string Length(long bytes) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes}\r\n");

    /// <summary>A path and query with everything encoded that is not plain in one.</summary>
    public static string Encoded(string path)
    {
        var encoded = new StringBuilder();
        foreach (byte one in Encoding.UTF8.GetBytes(path))
            encoded.Append(
                one is > 32 and < 127 and not ((byte)'"' or (byte)'#' or (byte)'%') ? ((char)one).ToString() : $"%{one:X2}"
            );
        return encoded.ToString();
    }
}
