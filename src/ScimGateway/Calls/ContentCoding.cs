using System.IO.Compression;

namespace ScimGateway.Calls;

/// <summary>Compressed answers (RFC 9110 section 8.4): accepted in every call, and decompressed.</summary>
/// <remarks>The HTTP client can do it as well, but with one more asynchronous step for every answer that is not
/// compressed.</remarks>
internal static class ContentCoding
{
    public const string Accepted = "gzip, br, deflate";

    /// <summary>The most codings of one answer that are decoded: each costs as much again.</summary>
    private const int Most = 2;

    public static bool IsCoded(HttpContent content) => content.Headers.NonValidated.Contains("Content-Encoding");

    /// <summary>A stream without its codings, the last one first. A coding that was not requested is not decoded, so that the
    /// body is not JSON.</summary>
    /// <exception cref="InvalidDataException">It has too many codings.</exception>
    public static Stream Decoded(Stream stream, HttpContent content)
    {
        // As it was sent: the header's own property would make an object of each of thousands.
        string[] codings = content
            .Headers.NonValidated["Content-Encoding"]
            .ToString()
            .Split(',', Most + 1, StringSplitOptions.TrimEntries);
        return codings.Length > Most
            ? throw new InvalidDataException($"The answer has more than {Most} content codings.")
            : codings.Reverse().Aggregate(stream, Decoded);
    }

    private static Stream Decoded(Stream stream, string coding) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
        "br" => new BrotliStream(stream, CompressionMode.Decompress),
        "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
        _ => stream,
    };
}
