using System.Globalization;
using System.Text.RegularExpressions;

namespace ScimGateway.Auditing;

/// <summary>What of a client's own words may stand in logs and records.</summary>
internal static partial class SafeNames
{
    /// <summary>Stands for a name that is no attribute's name: it may be anything, a value too.</summary>
    public const string Other = "(other)";

    private const int MaxLength = 128;

    private static readonly HashSet<string> Methods = new(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], StringComparer.Ordinal);

    /// <summary>The names of attributes as they are (<c>name.givenName</c>, <c>urn:acme:2.0:User:birthday</c>); the rest as one <see cref="Other"/>.</summary>
    public static IReadOnlyList<string> Attributes(IEnumerable<string> names) =>
        [.. names.Select(name => name.Length <= 2 * MaxLength && AttributeName().IsMatch(name) ? name : Other).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>A method that HTTP knows; a client may send any word.</summary>
    public static string Method(string method) => Methods.Contains(method) ? method : Other;

    /// <summary>On one line, so that an id (<c>%0A</c>) cannot forge a line of the log, and bounded.</summary>
    public static string Line(string text)
    {
        string bounded = text.Length > MaxLength ? text[..MaxLength] + "…" : text;
        return bounded.Any(IsUnseen) ? string.Concat(bounded.Select(c => IsUnseen(c) ? '?' : c)) : bounded;
    }

    private static bool IsUnseen(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    [GeneratedRegex(@"^(urn:[A-Za-z0-9:._-]+:[A-Za-z0-9_$-]+|[A-Za-z$][A-Za-z0-9_$-]*)(\.[A-Za-z$][A-Za-z0-9_$-]*)?\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AttributeName();
}
