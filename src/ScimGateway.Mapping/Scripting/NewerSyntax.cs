using System.Text.RegularExpressions;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Knows by the place where the parser stopped which piece of newer JavaScript stands there, and what to write instead.</summary>
/// <remarks>It looks at that place only: a backtick in a comment or an arrow in a string is nobody's fault.</remarks>
internal static class NewerSyntax
{
    private const string InParameters = @"\bfunction\b[^()]*\([^()]*";
    private const string Declared = @"(?:\b(?:var|let|const)\s+|\b(?:var|let|const)\b[^;]*,\s*)";
    private const string Key = @"[\{,]\s*";

    // The first that fits wins: what stands before the place, what stands at it.
    private static readonly Form[] Forms =
    [
        new("=", ">", "it has no arrow functions, write function (value) { return …; } instead."),
        new("", "`", "it has no template strings, write \"…\" + value + \"…\" instead."),
        new("", @"(?:class|super)\b", "it has no classes, write functions instead."),
        new("", @"(?:import|export)\b", "it has no modules, write everything into this one file."),
        new(@"\bfor\s*\(\s*(?:(?:var|let)\s+)?[\w$]+\s+", @"of\b", ForOf),
        new(@"\bfor\s*\(\s*", @"const\b[^)]*?\bof\b", ForOf),
        new(@"\bfor\s*\(\s*(?:var|let)\s+", @"[\[\{][^)]*?[\]\}]\s*of\b", ForOf),
        new(@"\bfor\s*", @"await\b", Synchronous),
        new(@"\bfor\s*\(\s*", @"const\b", "its for takes no const, write for (var … instead."),
        new(@"\basync\s+", @"[\w$]", Synchronous),
        new(@"\bawait\s+", @"[\w$]", Synchronous),
        new(@"\bfunction\s*", @"\*", Generators),
        new("", @"yield\b", Generators),
        new(Key, @"\*", Generators),
        new(InParameters, @"\.\.\.", "it has no rest parameters, use arguments instead."),
        new("", @"\.\.\.", "it has no spread, name each value or use concat instead."),
        new(InParameters, "=", "it has no default values of parameters, write if (value === undefined) value = …; instead."),
        new($"(?:{InParameters}|{Declared})", @"[\[\{]", Destructuring),
        new(@"\?", @"\.", "it has no ?., write a && a.b instead."),
        new(@"\?", @"\?", "it has no ??, write a !== undefined && a !== null ? a : b instead."),
        new(@"(?:\|\||&&)", "=", "it has no ||= and &&=, write a = a || b instead."),
        new(@"\*", @"\*", "it has no **, write Math.pow(a, b) instead."),
        new(Key + @"[\w$]+\s*", @"[,\}]", "it has no shorthand properties, write { name: name } instead."),
        new(Key + @"[\w$]+\s*", @"\(", "it has no methods in objects, write { name: function (value) { … } } instead."),
        new(Key + @"(?:(?:get|set)\s+)?", @"\[", "it has no computed keys, write map(from, to) in a table, or object[key] = value; after the object."),
        new(@",\s*", @"\)", "it has no comma after the last argument, leave it out."),
        new(@"\b0", "[bBoO]", "it has no binary and octal numbers, write the number in decimal."),
        new(@"\d", "_", "it has no _ in numbers, leave it out."),
        new(@"\d", @"n\b", "it has no BigInt, write the number without n, or keep it as a string."),
        new(@"\bcatch\s*", @"\{", "its catch wants a name, write catch (fault) { … } instead."),
        new(@"\bnew", @"\.\s*target\b", "it has no new.target, write functions instead of classes."),
        new("", "[#@]", "it has no private names and no decorators, leave the sign out."),
    ];

    private const string ForOf = "it has no for … of, write for (var i = 0; i < list.length; i++), or list.forEach(function (item) { … }) instead.";
    private const string Synchronous = "its functions are synchronous and see one value; declare a reference instead of waiting.";
    private const string Generators = "it has no generators, make an array instead.";
    public const string Destructuring = "it has no destructuring, name each value: var a = value.a instead.";

    /// <param name="text">The script.</param>
    /// <param name="index">Where the parser stopped, from 0.</param>
    /// <returns>Where it begins, from 0, and the sentence's end; <see langword="null"/>: it is not newer JavaScript.</returns>
    public static (int Index, string Remedy)? At(string text, int index)
    {
        if (index < 0 || index > text.Length) return null;
        string before = text[..index], at = text[index..];
        foreach (var form in Forms)
            if (form.Fits(before, at)) return (index - form.Length(before), form.Remedy);
        return null;
    }

    private sealed record Form(string Before, string At, string Remedy)
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        private readonly Regex before = new($@"(?:{Before})\z", RegexOptions.RightToLeft | RegexOptions.CultureInvariant, Patience);
        private readonly Regex at = new($@"\A(?:{At})", RegexOptions.CultureInvariant, Patience);

        public bool Fits(string textBefore, string textAt) => at.IsMatch(textAt) && before.IsMatch(textBefore);

        /// <summary>How much of an operator stands before the place: the <c>=</c> of <c>=&gt;</c>.</summary>
        public int Length(string textBefore) => Before is "=" or @"\?" or @"\*" or @"(?:\|\||&&)" ? before.Match(textBefore).Length : 0;
    }
}
