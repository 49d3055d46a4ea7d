using Acornima.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Limits on a script's text: loading costs time and memory for each node, a multiple of it for each scope, and patterns
/// are made when a function reaches them.</summary>
internal static class SourceSize
{
    private const int MostNodes = 40_000;
    private const int MostScopes = 4_000;

    /// <summary>The first node above a limit, and why; <see langword="null"/>: there is none.</summary>
    public static (Node Place, string What)? TooLarge(Node program)
    {
        int nodes = 0, scopes = 0, patterns = 0, classes = 0;
        foreach (var node in SyntaxTree.All(program))
        {
            if (++nodes > MostNodes) return (node, $"the script has more than {MostNodes} names, values and operators");
            if (IsScope(node) && ++scopes > MostScopes)
                return (node, $"the script has more than {MostScopes} functions, blocks and loops");
            if (node is not RegExpLiteral pattern) continue;
            patterns += pattern.RegExp.Pattern.Length;
            classes += PatternTexts.Classes(pattern.RegExp.Pattern);
            if (patterns > PatternTexts.LongestTogether || classes > PatternTexts.MostClassesTogether)
                return (node, $"the script's regular expressions have more than {PatternTexts.LongestTogether} characters or "
                    + $"{PatternTexts.MostClassesTogether} classes (\\p) together");
        }

        return null;
    }

    private static bool IsScope(Node node) =>
        node is IFunction or BlockStatement or CatchClause or SwitchStatement or ForStatement or ForInStatement or ForOfStatement;
}
