using System.Text.RegularExpressions;

namespace ScimGateway.Auditing;

/// <summary>Replaces what may be somebody's data in a server's words by <c>•</c>: values that the server was told, e-mail addresses, and
/// four digits or more in a row.</summary>
internal static partial class ValueMask
{
    private const string Mask = "•";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <param name="values">Of the request and its resource, in any order.</param>
    public static string Of(string words, IEnumerable<string> values)
    {
        var told = values.Where(value => !string.IsNullOrWhiteSpace(value) && words.Contains(value, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(value => value.Length) // ana@example.org before ana
            .Select(Pattern).ToList();
        if (told.Count > 0) words = Regex.Replace(words, string.Join('|', told), Mask, Options, Wait);
        return Digits().Replace(Addresses().Replace(words, Mask), Mask);
    }

    // A value of one or two letters is one only where it is a whole word: "a" stands in most words.
    private static string Pattern(string value) => value.Length > 2 ? Regex.Escape(value) : $@"(?<!\w){Regex.Escape(value)}(?!\w)";

    [GeneratedRegex("""[^\s"'<>()\[\],;:]+@[^\s"'<>()\[\],;:]+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\d{4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digits();
}
