using Acornima.Ast;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Finds features of JavaScript that a mapping does not have. They are reported when the script is loaded, and not when
/// the first value reaches them.</summary>
internal static class RemovedFeatures
{
    private const string Synchronous =
        "a function is synchronous and sees one value; declare a reference instead of asking somebody";
    private const string NoHost = "a script sees its value and its context, and nothing else";
    private const string OneFile = "write everything into this one file";
    private const string NoState = "nothing is kept from one call to the next";
    private const string NoBytes = "a script has strings, numbers, lists and objects";

    /// <summary>Names that other environments of JavaScript have, with what to write instead.</summary>
    public static IReadOnlyDictionary<string, string> Globals { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["eval"] = "write the code itself",
        ["globalThis"] = NoHost,
        ["window"] = NoHost,
        ["document"] = NoHost,
        ["process"] = NoHost,
        ["Buffer"] = NoBytes,
        ["crypto"] = NoHost,
        ["console"] = "scim-gateway map shows what becomes of a value",
        ["require"] = OneFile,
        ["module"] = OneFile,
        ["exports"] = OneFile,
        ["fetch"] = Synchronous,
        ["XMLHttpRequest"] = Synchronous,
        ["Promise"] = Synchronous,
        ["setTimeout"] = Synchronous,
        ["setInterval"] = Synchronous,
        ["queueMicrotask"] = Synchronous,
        ["Proxy"] = "write functions instead",
        ["Reflect"] = "use Object.keys, in and object[key]",
        ["BigInt"] = "keep the number as a string",
        ["Intl"] = "write the format out",
        ["Temporal"] = "use Date, or take the text apart",
        ["WeakMap"] = NoState,
        ["WeakSet"] = NoState,
        ["WeakRef"] = NoState,
        ["FinalizationRegistry"] = NoState,
        ["Iterator"] = "use the methods of Array",
        ["URL"] = "take the text apart with a regular expression",
        ["atob"] = NoBytes,
        ["btoa"] = NoBytes,
        ["structuredClone"] = "write JSON.parse(JSON.stringify(value)) instead",
        ["ArrayBuffer"] = NoBytes,
        ["SharedArrayBuffer"] = NoBytes,
        ["DataView"] = NoBytes,
        ["Atomics"] = NoBytes,
        ["Uint8Array"] = NoBytes,
        ["TextEncoder"] = NoBytes,
    };

    /// <summary>All findings, in the order of the text.</summary>
    public static IEnumerable<(Node Place, string What)> In(Script program, ScriptScopes scopes)
    {
        foreach (var node in SyntaxTree.All(program))
            if (Syntax(node) is { } what) yield return (node, what);
        var declared = scopes.Free().Where(reference => reference.Use == NameUse.Assign)
            .Select(reference => reference.Identifier.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, use, _) in scopes.Free())
            if (use != NameUse.Ask && !declared.Contains(name.Name) && Missing(name.Name) is { } what) yield return (name, what);
    }

    private static string? Syntax(Node node) => node switch
    {
        Identifier { Name: var word } when GrowingText.Words.Contains(word) =>
            $"{word} is a name of the gateway's own; take another",
        ClassDeclaration or ClassExpression => "there are no classes; write functions and objects instead",
        IFunction { Async: true } => $"there are no async functions; {Synchronous}",
        IFunction { Generator: true } => "there are no generators; make an array instead",
        ForOfStatement { Await: true } => $"there is no await; {Synchronous}",
        AwaitExpression => $"there is no await; {Synchronous}",
        BigIntLiteral => "there is no BigInt; write the number without n, or keep it as a string",
        ImportExpression => $"there are no modules; {OneFile}",
        WithStatement => "there is no with; write object.member",
        CallExpression { Callee: Identifier { Name: "Function" } } or NewExpression { Callee: Identifier { Name: "Function" } } =>
            "functions are not made from texts; write function (value) { … }",
        VariableDeclaration { Kind: VariableDeclarationKind.Using or VariableDeclarationKind.AwaitUsing } =>
            "there is no using; write const",
        MemberExpression { Object: Identifier { Name: "RegExp" }, Property: Identifier { Name: var name } }
            when IsOfLastMatch(name) => $"there is no RegExp.{name}; take it from what text.match(pattern) gives",
        MemberExpression { Object: Identifier { Name: "Symbol" }, Property: Identifier { Name: "for" or "keyFor" } } =>
            $"there is no Symbol.for; {NoState}",
        _ => null,
    };

    private static bool IsOfLastMatch(string name) =>
        name.StartsWith('$') || name is "input" or "lastMatch" or "lastParen" or "leftContext" or "rightContext";

    private static string? Missing(string name)
    {
        if (BuiltIns.Names.Contains(name) || ScriptRecorder.Words.Contains(name)) return null;
        return Globals.TryGetValue(name, out string? remedy)
            ? $"there is no {name}; {remedy}"
            : $"{name} is declared nowhere{Near(name)}";
    }

    private static string Near(string name) => Suggestions.Nearest(name, BuiltIns.Names.Concat(ScriptRecorder.Words)) is { } meant
        ? $"; did you mean {meant}?"
        : "";
}
