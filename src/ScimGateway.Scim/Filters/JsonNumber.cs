using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Filters;

/// <summary>The number of JSON (RFC 8259 section 6): no plus sign, no leading zero, digits on both sides of the point; and an
/// exponent that <see cref="ScimJson"/> reads.</summary>
internal static class JsonNumber
{
    public static bool Fits(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("-")) text = text[1..];
        int digits = Digits(text);
        if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
        text = text[digits..];
        return TakeFraction(ref text) && TakeExponent(ref text) && text.IsEmpty;
    }

    private static bool TakeFraction(ref ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(".")) return true;
        int digits = Digits(text[1..]);
        text = text[(1 + digits)..];
        return digits > 0;
    }

    private static bool TakeExponent(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('e' or 'E')) return true;
        text = text[1..];
        if (!text.IsEmpty && text[0] is ('+' or '-')) text = text[1..];
        int digits = Digits(text);
        text = text[digits..];
        return digits is > 0 and <= ScimJson.MostExponentDigits;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
