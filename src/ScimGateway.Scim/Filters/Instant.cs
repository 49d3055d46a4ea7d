using System.Globalization;

namespace ScimGateway.Scim.Filters;

/// <summary>A dateTime of SCIM (RFC 7643 section 2.3.5, xsd:dateTime). Without an offset it is UTC.</summary>
internal static class Instant
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
}
