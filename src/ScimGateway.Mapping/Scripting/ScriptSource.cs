using Jint.Parser;
using Jint.Parser.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>A mapping's script as text.</summary>
/// <param name="Name">The mapping's name.</param>
/// <param name="File">The file as it was given, for faults.</param>
/// <param name="Text">The script.</param>
internal sealed record ScriptSource(string Name, string File, string Text)
{
    /// <summary>A tree for one engine. Never shared: Jint 2 keeps values of the engine that ran it in the tree's nodes.</summary>
    /// <exception cref="MappingException">A syntax error, with its line, and what to write instead where the cause is newer JavaScript.</exception>
    public Program Parse()
    {
        try
        {
            return new JavaScriptParser().Parse(Text);
        }
        catch (ParserException fault)
        {
            string what = fault.Description ?? fault.Message;
            throw new MappingException([new MappingFault(File, fault.LineNumber, $"Column {fault.Column}: {what.TrimEnd('.')}. {Remedy(fault)}".TrimEnd())]);
        }
    }

    private string Remedy(ParserException fault)
    {
        if (fault.Description?.Contains("end of input", StringComparison.Ordinal) == true)
            return "A bracket or a quotation mark is opened somewhere above and never closed.";
        string[] lines = Text.Split('\n');
        string line = fault.LineNumber >= 1 && fault.LineNumber <= lines.Length ? lines[fault.LineNumber - 1] : "";
        foreach (var (sign, remedy) in Newer)
            if (line.Contains(sign, StringComparison.Ordinal)) return "The script language is ECMAScript 5.1: " + remedy;
        return "";
    }

    private static readonly (string Sign, string Remedy)[] Newer =
    [
        ("=>", "it has no arrow functions, write function (value) { return …; } instead."),
        ("`", "it has no template strings, write \"…\" + value + \"…\" instead."),
        ("...", "it has no spread, name each value or use concat instead."),
        ("class ", "it has no classes, write functions instead."),
        ("async ", "functions are synchronous; declare a reference instead of waiting."),
        ("[", "it has no computed keys or destructuring, write map(from, to) or name each value instead."),
    ];
}
