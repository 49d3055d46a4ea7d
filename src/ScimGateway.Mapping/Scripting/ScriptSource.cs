using Acornima;
using Acornima.Ast;
using Jint;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Mapping.Scripting;

/// <summary>A mapping's script as text.</summary>
/// <param name="Name">The mapping's name.</param>
/// <param name="File">The file as it was given, for faults.</param>
/// <param name="Text">The script.</param>
internal sealed record ScriptSource(string Name, string File, string Text)
{
    private const int Longest = 256 * 1024;

    /// <summary>Parses it once for all engines, and refuses code that would fail, or could do harm, when it runs.</summary>
    /// <exception cref="MappingException">A syntax error, or everything that a mapping's script may not use: with line, column
    /// and remedy.</exception>
    public ScriptProgram Prepare(ScriptLimits limits)
    {
        try
        {
            return PrepareHere(limits);
        }
        catch (Exception fault) when (IsTooDeep(fault) && !LargeStack.IsCurrent)
        {
            return LargeStack.Run(() => PrepareHere(limits));
        }
    }

    private ScriptProgram PrepareHere(ScriptLimits limits)
    {
        if (Text.Length > Longest)
            throw new MappingException([new MappingFault(File, 0, $"The script has more than {Longest} characters.")]);
        var script = Refusing(Read);
        if (SyntaxTree.TooDeep(script) is { } deep) throw TooDeep(deep.Location.Start);
        if (SourceSize.TooLarge(script) is { } large)
            throw new MappingException([At(large.Place, $"{large.What}; keep what is not needed out of it")]);
        var scopes = new ScriptScopes(script);
        List<MappingFault> faults = [.. RemovedFeatures.In(script, scopes)
            .Concat(RefusalTexts.Faults(script, scopes))
            .OrderBy(found => found.Place.Range.Start).Select(found => At(found.Place, found.What)).Distinct()];
        if (faults.Count > 0) throw new MappingException(faults);
        // Parsed again with its checks, and in strict mode: a write to a frozen object throws. Faults have places of the original
        // text; places of the running script are lines alone.
        return new ScriptProgram(this, Refusing(() => ForEngines(GrowingText.Guarded(Text, script), limits)));
    }

    /// <summary>A fault at a place of the script.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="what">The sentence, without its full stop.</param>
    public MappingFault At(Node place, string what) =>
        new(File, place.Location.Start.Line, $"Column {place.Location.Start.Column + 1}: {what}.");

    // Brackets are counted while they are read: parentheses leave no node in the tree, and the number that a recursive parser
    // survives depends on how well its own code is compiled.
    private Script Read()
    {
        int open = 0;
        return new Parser(new ParserOptions
        {
            EcmaVersion = EcmaVersion.Latest,
            ExperimentalESFeatures = ExperimentalESFeatures.All,
            OnToken = (in token) =>
            {
                if (token.Kind is not TokenKind.Punctuator) return;
                open += token.StringValue switch
                {
                    "(" or "[" or "{" or "${" => 1,
                    ")" or "]" or "}" => -1,
                    _ => 0,
                };
                if (open > SyntaxTree.Depth) throw TooDeep(token.Location.Start);
            },
        }).ParseScript(Text);
    }

    private static Prepared<Script> ForEngines(string text, ScriptLimits limits)
    {
        var parsing = ScriptParsingOptions.Default with { RegexTimeout = limits.RegexWait, CompileRegex = false };
        return Engine.PrepareScript(text, "mapping.js", strict: true, ScriptPreparationOptions.Default with
        {
            ParsingOptions = parsing,
        });
    }

    private T Refusing<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception fault) when (fault is ParseErrorException || fault.InnerException is ParseErrorException)
        {
            throw new MappingException([
                Told((fault as ParseErrorException ?? (ParseErrorException)fault.InnerException!).Error),
            ]);
        }
        catch (Exception fault) when (IsTooDeep(fault) && LargeStack.IsCurrent)
        {
            throw new MappingException([
                new MappingFault(File, 0, $"The script is nested deeper than {SyntaxTree.Depth} levels; give its parts names."),
            ]);
        }
    }

    private MappingException TooDeep(Position place) => new([
        new MappingFault(File, place.Line, $"Column {place.Column + 1}: it is nested deeper than {SyntaxTree.Depth} levels; give its parts names."),
    ]);

    // The parser and the engine check the stack that is left.
    private static bool IsTooDeep(Exception fault) => fault is ScriptPreparationException or InsufficientExecutionStackException;

    private MappingFault Told(ParseError fault)
    {
        if (MissingComma.Before(Text, fault) is { } gap)
            return new MappingFault(File, gap.Line, $"Column {gap.Column}: A comma is missing here, at the end of '{gap.After}' (what follows, in line {fault.LineNumber}, was not expected).");
        string what = fault.Description.TrimEnd('.');
        string remedy = what switch
        {
            _ when what.Contains("end of input", StringComparison.OrdinalIgnoreCase) =>
                " A bracket or a quotation mark is opened somewhere above and never closed.",
            _ when what.Contains("import", StringComparison.Ordinal) || what.Contains("export", StringComparison.Ordinal) =>
                " There are no modules; write everything into this one file.",
            _ => "",
        };
        return new MappingFault(File, fault.LineNumber, $"Column {fault.Column + 1}: {what}.{remedy}");
    }
}
