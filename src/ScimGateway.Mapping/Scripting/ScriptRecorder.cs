using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Defines the functions of a mapping (<c>target</c>, <c>map</c>, <c>drop</c>, <c>constant</c>, <c>extension</c>,
/// <c>refuse</c>) and records the script's calls of them.</summary>
internal sealed class ScriptRecorder(Engine engine, ScriptProgram program)
{
    private static readonly string[] Rows = ["map", "drop", "constant"];

    private const int MostParts = 100_000;

    private readonly List<(int Line, ScriptNode Definition)> targets = [];
    private int parts;

    /// <summary>The names that a mapping has besides those of the language.</summary>
    public static IReadOnlySet<string> Words { get; } =
        new HashSet<string>([.. Rows, "target", "extension", RefusalTexts.Word], StringComparer.Ordinal);

    /// <summary>Each call of <c>target</c>, in order.</summary>
    public IReadOnlyList<(int Line, ScriptNode Definition)> Targets => targets;

    /// <summary>The functions in the order in which they were found.</summary>
    public List<JsValue> Functions { get; } = [];

    public void Install()
    {
        foreach (string word in Rows)
            Put(word, arguments => new RowInstance(engine, word, arguments, ScriptPlace.Caller(engine)));
        Put("extension", Extension);
        Put(RefusalTexts.Word, Refuse);
        Put("target", arguments =>
        {
            int line = ScriptPlace.Caller(engine);
            targets.Add((line, Node(arguments.Length > 0 ? arguments[0] : JsValue.Undefined, program.Target, line)));
            return JsValue.Undefined;
        });
    }

    // The engine reuses the list of arguments for another call.
    private void Put(string word, Func<JsValue[], JsValue> call) =>
        engine.Global.FastSetDataProperty(word, new ClrFunction(engine, word, (_, arguments) => call([.. arguments])));

    private JsValue Refuse(JsValue[] arguments)
    {
        string? text = arguments is [var only] && only.IsString() ? only.ToString() : null;
        throw text is not null && program.Refusals.Contains(text)
            ? new ScriptRefusedException(text)
            : new ScriptFailedException("refused a value with a text that is not one of its literals");
    }

    // The colon says where the URN ends, whatever comes after it.
    private static JsValue Extension(JsValue[] arguments)
    {
        string? urn = arguments is [var only] && only.IsString() ? only.ToString() : null;
        return urn?.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) == true && !urn.EndsWith(':')
            ? JsString.Create(urn + ":")
            : throw new ScriptFailedException(
                "called extension with something else than a URN; expected extension(\"urn:acme:1.0\")"
            );
    }

    private ScriptNode Node(JsValue value, Node? syntax, int line, int depth = 0)
    {
        if (depth > 32) throw new ScriptFailedException("gave a definition nested deeper than 32 levels");
        if (++parts > MostParts) throw new ScriptFailedException($"gave a definition of more than {MostParts} parts");
        if (value.IsNull() || value.IsUndefined()) return new ScriptNothing(line);
        if (value.IsBoolean()) return new ScriptFlag(line, value.AsBoolean());
        if (value.IsNumber()) return new ScriptNumber(line, value.AsNumber());
        if (value.IsString()) return new ScriptText(line, value.ToString());
        return value switch
        {
            RowInstance row => new ScriptRow(row.Line, row.Word,
                [.. row.Arguments.Select(argument => Node(argument, null, row.Line, depth + 1))]),
            JsRegExp pattern => new ScriptPattern(line, pattern.Source, pattern.Flags, pattern.Value),
            JsArray list => new ScriptList(line, [.. list.Select(item => Node(item, null, line, depth + 1))]),
            ObjectInstance function when value.IsCallable() => Function(function, line),
            ObjectInstance map => Map(map, syntax as ObjectExpression, line, depth),
            _ => throw new ScriptFailedException($"gave {value} as a part of the definition"),
        };
    }

    private ScriptFunction Function(JsValue function, int line)
    {
        Functions.Add(function);
        return new ScriptFunction(line, Functions.Count - 1);
    }

    private ScriptMap Map(ObjectInstance instance, ObjectExpression? syntax, int line, int depth)
    {
        var members = new List<KeyValuePair<string, ScriptNode>>();
        foreach (var key in instance.GetOwnPropertyKeys(Types.String))
        {
            var property = syntax?.Properties.OfType<Property>().FirstOrDefault(property => Name(property) == key.ToString());
            members.Add(
                new(key.ToString(), Node(instance.Get(key), property?.Value, property?.Location.Start.Line ?? line, depth + 1))
            );
        }

        return new ScriptMap(line, members);
    }

    private static string? Name(Property property) => property.Key switch
    {
        Identifier name when !property.Computed => name.Name,
        StringLiteral text => text.Value,
        _ => null,
    };

    internal sealed class RowInstance(Engine engine, string word, JsValue[] arguments, int line) : ObjectInstance(engine)
    {
        public string Word { get; } = word;

        public JsValue[] Arguments { get; } = arguments;

        public int Line { get; } = line;
    }
}
