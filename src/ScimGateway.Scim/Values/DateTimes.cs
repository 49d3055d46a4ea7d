using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Values;

/// <summary>A target's times in the form of SCIM (RFC 7643 section 2.3.5, RFC 3339).</summary>
internal static class DateTimes
{
    /// <summary>Numbers of this range are seconds since 1970 (the years 1998 to 5138), and all others milliseconds.</summary>
    private const long FirstSecond = 900_000_000, LastSecond = 100_000_000_000;

    private const int LongestProper = 64;

    private static readonly string[] Odd =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz",
        "yyyy-MM-dd HH:mm:ss zzz",
        "yyyy-MM-dd HH:mm:ss 'UTC'",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd",
        "yyyyMMdd'T'HHmmssK",
        "yyyyMMddHHmmss'Z'",
        "yyyy/MM/dd HH:mm:ss",
        "yyyy/MM/dd",
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "ddd, d MMM yyyy HH:mm:ss 'GMT'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzz00",
        "yyyy-MM-dd'T'HH:mm:sszz00",
    ];

    /// <summary>The value itself if nothing is wrong with it or it cannot be repaired; otherwise the same time as RFC 3339 writes
    /// it, in UTC.</summary>
    public static JsonNode Repaired(JsonNode value)
    {
        if (value.IsString(out string? text)) return IsProper(text) ? value : FromText(text) ?? value;
        return value.GetValueKind() == JsonValueKind.Number && value.IsInteger(out long number)
            ? FromEpoch(number) ?? value
            : value;
    }

    /// <summary>Whether a text has the shape of RFC 3339, with a zone or (as xsd:dateTime may be) without one.</summary>
    public static bool IsProper(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[LongestProper];
        return text.Length <= LongestProper
            && Ascii.FromUtf16(text, ascii, out int length) == OperationStatus.Done
            && IsProper(ascii[..length]);
    }

    /// <inheritdoc cref="IsProper(ReadOnlySpan{char})"/>
    public static bool IsProper(ReadOnlySpan<byte> text)
    {
        if (
            text.Length is < 19 or > LongestProper
            || text[4] != '-'
            || text[7] != '-'
            || text[10] != 'T'
            || text[13] != ':'
            || text[16] != ':'
        )
            return false;
        for (int i = 0; i < 19; i++)
            if (i is not (4 or 7 or 10 or 13 or 16) && !IsDigit(text[i])) return false;
        var rest = text[19..];
        if (rest is [(byte)'.', ..])
        {
            int digits = 1;
            while (digits < rest.Length && IsDigit(rest[digits])) digits++;
            if (digits == 1) return false;
            rest = rest[digits..];
        }

        return rest is [] or [(byte)'Z']
            || (
                rest is [(byte)'+' or (byte)'-', var a, var b, (byte)':', var c, var d]
                && IsDigit(a)
                && IsDigit(b)
                && IsDigit(c)
                && IsDigit(d)
            );
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';

    private static JsonValue? FromText(string text)
    {
        if (
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && text.Length >= 9
        )
            return FromEpoch(number);
        return DateTimeOffset.TryParseExact(
            text.Trim(),
            Odd,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? Written(time)
            : null;
    }

    private static JsonValue? FromEpoch(long number)
    {
        long milliseconds = number is >= FirstSecond and < LastSecond ? number * 1000 : number;
        return
            milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? null
            : Written(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
    }

    private static JsonValue Written(DateTimeOffset time) =>
        JsonValue.Create(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
}
