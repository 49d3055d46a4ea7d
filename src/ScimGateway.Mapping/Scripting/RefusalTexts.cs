using Acornima.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The calls of <c>refuse("sentence")</c>. A sentence reaches the client, so it must be a literal of the
/// author's.</summary>
internal static class RefusalTexts
{
    public const string Word = "refuse";
    private const int Longest = 500;

    public static IReadOnlySet<string> In(Node program) =>
        Calls(program).Select(call => Text(call)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The uses of <c>refuse</c> that are something else than a call with one literal.</summary>
    public static IEnumerable<(Node Place, string What)> Faults(Node program, ScriptScopes scopes)
    {
        foreach (var call in Calls(program))
        {
            if (Text(call) is not { } text)
                yield return (call, "refuse takes one literal, refuse(\"sentence\"): what it says reaches the client and may hold nothing of the value");
            else if (text.Length is 0 or > Longest || text.Any(char.IsControl))
                yield return (call, $"refuse takes a sentence of 1 to {Longest} characters in one line");
        }

        var callees = Calls(program).Select(call => call.Callee).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var reference in scopes.Free(Word))
            if (!callees.Contains(reference.Identifier))
                yield return (
                    reference.Identifier,
                    "refuse can only be called, refuse(\"sentence\"), and not be kept or passed on"
                );
    }

    private static IEnumerable<CallExpression> Calls(Node program) =>
        SyntaxTree.All(program).OfType<CallExpression>().Where(call => call.Callee is Identifier { Name: Word });

    private static string? Text(CallExpression call) => call.Arguments.Count != 1 ? null : call.Arguments[0] switch
    {
        StringLiteral literal => literal.Value,
        TemplateLiteral { Expressions.Count: 0 } template => template.Quasis[0].Value.Cooked,
        _ => null,
    };
}
