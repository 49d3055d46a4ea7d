using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScimGateway.Scim.Json;

/// <summary>Steps through a JSON text (RFC 8259) once and returns positions; it allocates nothing.</summary>
/// <remarks>Each step takes the index where it begins and returns the one where it ends, so that the caller's place in its code
/// is the place in the grammar. For invalid JSON, or too deep nesting, a step returns <see cref="Broken"/>, an index behind the
/// text, and so does every step after it. There is no explanation: <see cref="ScimJson"/> gives it. Strings are assumed to be
/// valid UTF-8: <see cref="ScimJson.Text"/> has checked it.</remarks>
internal static class JsonWalk
{
    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 64;

    /// <summary>The end of a text that is not JSON.</summary>
    public static int Broken(ReadOnlySpan<byte> utf8) => utf8.Length + 1;

    /// <summary>The index of the next token, after spaces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> utf8, int at) =>
        (uint)at < (uint)utf8.Length && utf8[at] > ' ' ? at : BehindBlanks(utf8, at);

    /// <summary>The byte there; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ReadOnlySpan<byte> utf8, int at) => (uint)at < (uint)utf8.Length ? utf8[at] : (byte)0;

    /// <summary>Reads the name of an object's next member.</summary>
    /// <param name="at">The index after the brace that opens the object, or after the member before.</param>
    /// <param name="any">Whether there was a member before.</param>
    /// <returns>The index of its value; where there is none, the complement (<c>~</c>) of the object's end.</returns>
    public static int NextMember(ReadOnlySpan<byte> utf8, int at, bool any, out JsonName name)
    {
        at = Next(utf8, at);
        byte next = At(utf8, at);
        if (any && next == ',')
        {
            at = Next(utf8, at + 1);
            next = At(utf8, at);
        }
        else if (any || next == '}')
        {
            name = default;
            return ~(next == '}' ? at + 1 : Broken(utf8));
        }

        int end = EndOfText(utf8, at, out bool escaped);
        int colon = Next(utf8, end);
        if (next != '"' || At(utf8, colon) != ':')
        {
            name = default;
            return ~Broken(utf8);
        }

        name = new JsonName(at + 1, end - at - 2, escaped);
        return Next(utf8, colon + 1);
    }

    /// <summary>Steps to an array's next value.</summary>
    /// <param name="at">The index after the bracket that opens the array, or after the value before.</param>
    /// <param name="any">Whether there was a value before.</param>
    /// <returns>Its index; where there is none, the complement (<c>~</c>) of the array's end.</returns>
    public static int NextElement(ReadOnlySpan<byte> utf8, int at, bool any)
    {
        at = Next(utf8, at);
        byte next = At(utf8, at);
        if (next == ']') return ~(at + 1);
        if (!any) return next == 0 ? ~Broken(utf8) : at;
        if (next != ',') return ~Broken(utf8);
        at = Next(utf8, at + 1);
        return At(utf8, at) is 0 or (byte)']' ? ~Broken(utf8) : at;
    }

    /// <summary>The end of the string that begins there.</summary>
    public static int EndOfText(ReadOnlySpan<byte> utf8, int start, out bool escaped)
    {
        int at = start + 1;
        for (; at <= utf8.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var some = Vector128.Create(utf8.Slice(at, Vector128<byte>.Count));
            var found =
                Vector128.Equals(some, Vector128.Create((byte)'"'))
                | Vector128.Equals(some, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(some, Vector128.Create((byte)' '));
            uint bits = found.ExtractMostSignificantBits();
            if (bits == 0) continue;
            at += BitOperations.TrailingZeroCount(bits);
            if (utf8[at] != '"') break;
            escaped = false;
            return at + 1;
        }

        return EndOfTextByBytes(utf8, at, out escaped);
    }

    /// <summary>The end of the number that begins there.</summary>
    /// <param name="isInteger">Whether it is written as one.</param>
    public static int EndOfNumber(ReadOnlySpan<byte> utf8, int at, out bool isInteger)
    {
        isInteger = true;
        if (At(utf8, at) == '-') at++;
        at = At(utf8, at) == '0' ? at + 1 : EndOfDigits(utf8, at);
        if (At(utf8, at) == '.')
        {
            isInteger = false;
            at = EndOfDigits(utf8, at + 1);
        }

        if (At(utf8, at) is not ((byte)'e' or (byte)'E')) return at;
        isInteger = false;
        at++;
        if (At(utf8, at) is (byte)'+' or (byte)'-') at++;
        return EndOfDigits(utf8, at);
    }

    /// <summary>The end of the value that begins there, whatever it is.</summary>
    /// <param name="depth">How many objects and arrays it stands in.</param>
    public static int EndOfValue(ReadOnlySpan<byte> utf8, int at, int depth)
    {
        switch (At(utf8, at))
        {
            case (byte)'"':
                return EndOfText(utf8, at, out _);
            case (byte)'{':
                return EndOfObject(utf8, at, depth);
            case (byte)'[':
                return EndOfArray(utf8, at, depth);
            case (byte)'t':
                return EndOf("true"u8, utf8, at);
            case (byte)'f':
                return EndOf("false"u8, utf8, at);
            case (byte)'n':
                return EndOf("null"u8, utf8, at);
            default:
                return EndOfNumber(utf8, at, out _);
        }
    }

    private static int EndOfObject(ReadOnlySpan<byte> utf8, int at, int depth)
    {
        if (depth == MaxDepth) return Broken(utf8);
        at++;
        for (bool any = false; (at = NextMember(utf8, at, any, out _)) >= 0; any = true) at = EndOfValue(utf8, at, depth + 1);
        return ~at;
    }

    private static int EndOfArray(ReadOnlySpan<byte> utf8, int at, int depth)
    {
        if (depth == MaxDepth) return Broken(utf8);
        at++;
        for (bool any = false; (at = NextElement(utf8, at, any)) >= 0; any = true) at = EndOfValue(utf8, at, depth + 1);
        return ~at;
    }

    private static int EndOf(ReadOnlySpan<byte> word, ReadOnlySpan<byte> utf8, int at) =>
        utf8[at..].StartsWith(word) ? at + word.Length : Broken(utf8);

    private static int EndOfDigits(ReadOnlySpan<byte> utf8, int at)
    {
        int start = at;
        while (At(utf8, at) is >= (byte)'0' and <= (byte)'9') at++;
        return at > start ? at : Broken(utf8);
    }

    private static int BehindBlanks(ReadOnlySpan<byte> utf8, int at)
    {
        while (At(utf8, at) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    private static int EndOfTextByBytes(ReadOnlySpan<byte> utf8, int at, out bool escaped)
    {
        escaped = false;
        for (; at < utf8.Length && utf8[at] >= ' '; at++)
        {
            if (utf8[at] == '"') return at + 1;
            if (utf8[at] != '\\') continue;
            escaped = true;
            int length = EscapeAt(utf8, at + 1);
            if (length == 0) break;
            at += length;
        }

        return Broken(utf8);
    }

    /// <summary>The length of an escape in bytes, without its backslash; 0: it is not one.</summary>
    private static int EscapeAt(ReadOnlySpan<byte> utf8, int at)
    {
        if (At(utf8, at) != 'u') return "\"\\/bfnrt"u8.Contains(At(utf8, at)) ? 1 : 0;
        for (int digit = at + 1; digit < at + 5; digit++)
            if (!char.IsAsciiHexDigit((char)At(utf8, digit))) return 0;
        return 5;
    }
}

/// <summary>Where a string stands in a JSON text.</summary>
/// <param name="Start">The index of its first byte, after the quotation mark.</param>
/// <param name="Length">In bytes, escapes as they are written.</param>
/// <param name="IsEscaped">Whether there are escapes in it.</param>
internal readonly record struct JsonName(int Start, int Length, bool IsEscaped)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> utf8) => utf8.Slice(Start, Length);
}
