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
            throw new MappingException([Told(fault)]);
        }
    }

    /// <summary>Refuses what parses and is not there when it runs.</summary>
    /// <exception cref="MappingException">All of it, with lines, and what to write instead.</exception>
    public void Check()
    {
        List<MappingFault> faults = [.. NewerLibrary.In(Parse()).OrderBy(found => found.Line).Select(found => new MappingFault(File, found.Line, $"Column {found.Column}: {Language}{found.What}."))];
        if (faults.Count > 0) throw new MappingException(faults);
    }

    private MappingFault Told(ParserException fault)
    {
        string what = (fault.Description ?? fault.Message).TrimEnd('.');
        if (NewerSyntax.At(Text, fault.Index) is { } newer)
            return new MappingFault(File, fault.LineNumber, $"Column {fault.Column - (fault.Index - newer.Index)}: {Language}{newer.Remedy}");
        string remedy = what.Contains("end of input", StringComparison.Ordinal) ? " A bracket or a quotation mark is opened somewhere above and never closed." : "";
        return new MappingFault(File, fault.LineNumber, $"Column {fault.Column}: {what}.{remedy}");
    }

    private const string Language = "The script language is ECMAScript 5.1: ";
}
