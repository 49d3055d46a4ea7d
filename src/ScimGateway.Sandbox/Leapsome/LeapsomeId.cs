namespace ScimGateway.Sandbox.Leapsome;

/// <summary>Ids of 24 hexadecimal digits, as Leapsome gives to resources and to custom attributes.</summary>
internal static class LeapsomeId
{
    private const int Length = 24;

    public static string Of(string prefix, int number) => prefix + number.ToString("x").PadLeft(Length - prefix.Length, '0');

    public static bool Is(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
