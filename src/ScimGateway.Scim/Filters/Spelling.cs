using System.Text;
using ADRaffy.ENSNormalize;

namespace ScimGateway.Scim.Filters;

/// <summary>Whether two texts are the same name: full-width and half-width letters, upper and lower case, and composed and
/// decomposed accents are equivalent (RFC 7644 section 5; RFC 8265 section 3.3, UsernameCaseMapped).</summary>
public static class Spelling
{
    // Half-width katakana, U+FF65 to U+FF9F.
    private const string FullKatakana = "・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゙゚";

    /// <summary>Whether they are the same name.</summary>
    public static bool AreSame(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase)
        || (!(Ascii.IsValid(one) && Ascii.IsValid(other)) && Folded(one) == Folded(other));

    /// <summary>The common spelling of all spellings of a name; a text of ASCII keeps its case.</summary>
    internal static string Normal(string text) => Ascii.IsValid(text) ? text : Folded(text);

    private static string Folded(string text)
    {
        // A lone half of a surrogate pair cannot be normalised: it is equal to itself only.
        if (!IsWellFormed(text)) return text;
        // .NET does not normalise without ICU, which the gateway does not use (InvariantGlobalization).
        return ENSNormalize.NF.NFC(string.Create(text.Length, text, Widen).ToLowerInvariant());
    }

    private static void Widen(Span<char> letters, string text)
    {
        for (int i = 0; i < letters.Length; i++) letters[i] = Wide(text[i]);
    }

    private static char Wide(char letter) => letter switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
        >= '\uFF65' and <= '\uFF9F' => FullKatakana[letter - 0xFF65],
        '\u3000' => ' ',
        _ => letter,
    };

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
