using Jint.Parser.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Finds what the parser takes and the engine has not: functions, objects, flags and escapes of newer JavaScript. Told when the
/// script is loaded, and not by the first user whose value comes that way.</summary>
internal static class NewerLibrary
{
    private const string Synchronous = "its functions are synchronous and see one value; declare a reference instead of asking somebody";
    private const string NoHost = "a script sees its value and its context, and nothing else";
    private const string OneFile = "write everything into this one file";

    /// <summary>Methods of strings and arrays, and functions of <c>Object</c>, <c>Array</c> and others, with what to write instead.</summary>
    public static IReadOnlyDictionary<string, string> Methods { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".includes"] = "write value.indexOf(part) >= 0 instead",
        [".startsWith"] = "write text.indexOf(part) === 0 instead",
        [".endsWith"] = "write text.slice(-part.length) === part instead",
        [".repeat"] = "write new Array(count + 1).join(text) instead",
        [".padStart"] = "write while (text.length < 8) text = \"0\" + text; instead",
        [".padEnd"] = "write while (text.length < 8) text = text + \" \"; instead",
        [".trimStart"] = "write text.replace(/^\\s+/, \"\") instead",
        [".trimEnd"] = "write text.replace(/\\s+$/, \"\") instead",
        [".replaceAll"] = "write text.split(part).join(other) instead",
        [".matchAll"] = "write a loop over pattern.exec(text) instead",
        [".codePointAt"] = "write text.charCodeAt(i) instead",
        [".normalize"] = "replace the characters that matter by a table of your own",
        [".find"] = "write list.filter(test)[0] instead",
        [".findIndex"] = "write a loop instead",
        [".findLast"] = "write list.filter(test).pop() instead",
        [".flat"] = "write [].concat.apply([], lists) instead",
        [".flatMap"] = "write [].concat.apply([], list.map(convert)) instead",
        [".at"] = "write list[list.length - 1] or text.charAt(i) instead",
        [".fill"] = "write a loop instead",
        [".toSorted"] = "write list.slice().sort() instead",
        [".toReversed"] = "write list.slice().reverse() instead",
        ["Object.assign"] = "write for (var key in from) to[key] = from[key]; instead",
        ["Object.entries"] = "write Object.keys(object).map(function (key) { … }) instead",
        ["Object.values"] = "write Object.keys(object).map(function (key) { return object[key]; }) instead",
        ["Object.fromEntries"] = "write a loop that sets object[key] instead",
        ["Object.is"] = "write a === b instead",
        ["Array.from"] = "write Array.prototype.slice.call(list) instead",
        ["Array.of"] = "write [a, b] instead",
        ["Number.isInteger"] = "write Math.floor(number) === number instead",
        ["Number.isFinite"] = "write isFinite(number) instead",
        ["Number.isNaN"] = "write isNaN(number) instead",
        ["Number.parseInt"] = "write parseInt(text, 10) instead",
        ["Number.parseFloat"] = "write parseFloat(text) instead",
        ["Math.trunc"] = "write number < 0 ? Math.ceil(number) : Math.floor(number) instead",
        ["Math.sign"] = "write number < 0 ? -1 : 1 instead",
        ["String.fromCodePoint"] = "write String.fromCharCode(code) instead",
    };

    /// <summary>Objects and functions that stand nowhere in the engine.</summary>
    public static IReadOnlyDictionary<string, string> Globals { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Map"] = "use an object: var seen = {}",
        ["Set"] = "use an array and indexOf",
        ["WeakMap"] = "use an object: var seen = {}",
        ["WeakSet"] = "use an array and indexOf",
        ["Symbol"] = "use a string",
        ["Proxy"] = "write functions instead",
        ["Reflect"] = "use Object.keys and object[key]",
        ["BigInt"] = "keep the number as a string",
        ["Intl"] = "write the format out",
        ["Promise"] = Synchronous,
        ["fetch"] = Synchronous,
        ["XMLHttpRequest"] = Synchronous,
        ["setTimeout"] = Synchronous,
        ["setInterval"] = Synchronous,
        ["require"] = OneFile,
        ["module"] = OneFile,
        ["exports"] = OneFile,
        ["console"] = "scim-gateway map shows what becomes of a value",
        ["process"] = NoHost,
        ["window"] = NoHost,
        ["document"] = NoHost,
        ["globalThis"] = NoHost,
        ["Buffer"] = NoHost,
        ["URL"] = "take the text apart with a regular expression",
        ["atob"] = NoHost,
        ["btoa"] = NoHost,
        ["crypto"] = NoHost,
        ["structuredClone"] = "write JSON.parse(JSON.stringify(value)) instead",
    };

    /// <summary>All that is found, with its line and its column, both from 1.</summary>
    public static IEnumerable<(int Line, int Column, string What)> In(Program program)
    {
        var names = new ScriptNames(program);
        return names.Nodes.SelectMany(node => Lacks(node, names).Select(what => (node.Location.Start.Line, node.Location.Start.Column + 1, what)));
    }

    private static IEnumerable<string> Lacks(SyntaxNode node, ScriptNames names) => node switch
    {
        CallExpression { Callee: MemberExpression { Computed: false, Property: Identifier method } member } when Method(member, method.Name, names) is { } what => [what],
        Identifier global when Globals.TryGetValue(global.Name, out string? remedy) && names.IsForeign(global) => [$"there is no {global.Name}; {remedy}"],
        Literal { Type: SyntaxNodes.RegularExpressionLiteral, Raw: { } raw } => Flags(raw[(raw.LastIndexOf('/') + 1)..]),
        NewExpression { Callee: Identifier { Name: "RegExp" } } pattern when pattern.Arguments.ElementAtOrDefault(1) is Literal { Value: string flags } => Flags(flags),
        Literal { Value: string, Raw: { } text } when text.Replace(@"\\", "", StringComparison.Ordinal).Contains(@"\u{", StringComparison.Ordinal) => [@"it has no \u{…}; write the two halves, as in \uD83D\uDE00, or the character itself"],
        AssignmentExpression { Left: ArrayExpression or ObjectExpression } => [NewerSyntax.Destructuring.TrimEnd('.')],
        _ => [],
    };

    private static string? Method(MemberExpression member, string method, ScriptNames names)
    {
        string owner = member.Object is Identifier holder ? holder.Name : "";
        if (owner.Length > 0 && !names.Assigns(method) && Methods.TryGetValue($"{owner}.{method}", out string? remedy)) return $"there is no {owner}.{method}; {remedy}";
        return !names.Defines(method) && Methods.TryGetValue("." + method, out remedy) ? $"there is no {method}; {remedy}" : null;
    }

    private static IEnumerable<string> Flags(string flags) => flags.Where(flag => flag is not ('g' or 'i' or 'm')).Take(1).Select(flag => flag switch
    {
        's' => "regular expressions have no flag s; write [^] for any character instead of the dot",
        'y' => "regular expressions have no flag y; begin the pattern with ^ instead",
        'u' or 'v' => $"regular expressions have no flag {flag}; leave it out: \\p{{L}} works without it",
        _ => $"regular expressions have no flag {flag}; leave it out",
    });
}
