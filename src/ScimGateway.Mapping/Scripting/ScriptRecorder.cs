using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.RegExp;
using Jint.Parser.Ast;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Gives a script its words (<c>target</c>, <c>map</c>, <c>drop</c>, <c>constant</c>) and records what it says with them.</summary>
internal sealed class ScriptRecorder(Engine engine)
{
    private readonly List<(int Line, ScriptNode Definition)> targets = [];

    /// <summary>Each call of <c>target</c>, in order.</summary>
    public IReadOnlyList<(int Line, ScriptNode Definition)> Targets => targets;

    /// <summary>The functions in the order they were met.</summary>
    public List<ICallable> Functions { get; } = [];

    public void Install()
    {
        foreach (string word in new[] { "map", "drop", "constant" })
            engine.SetValue(word, new ClrFunctionInstance(engine, (_, arguments) => new RowInstance(engine, word, arguments, Line())));
        engine.SetValue("target", new ClrFunctionInstance(engine, (_, arguments) =>
        {
            int line = Line();
            var syntax = (engine.GetLastSyntaxNode() as CallExpression)?.Arguments.FirstOrDefault();
            targets.Add((line, Node(arguments.Length > 0 ? arguments[0] : JsValue.Undefined, TargetSyntax ?? syntax, line)));
            return JsValue.Undefined;
        }));
    }

    /// <summary>The first argument of the <c>target(…)</c> statement, which knows the lines of its keys.</summary>
    public Expression? TargetSyntax { get; init; }

    private int Line() => engine.GetLastSyntaxNode()?.Location?.Start.Line ?? 0;

    private ScriptNode Node(JsValue value, Expression? syntax, int line, int depth = 0)
    {
        if (depth > 32) throw new ScriptFailedException("gave a definition nested deeper than 32 levels");
        if (value.IsNull() || value.IsUndefined()) return new ScriptNothing(line);
        if (value.IsBoolean()) return new ScriptFlag(line, value.AsBoolean());
        if (value.IsNumber()) return new ScriptNumber(line, value.AsNumber());
        if (value.IsString()) return new ScriptText(line, value.AsString());
        var instance = value.AsObject();
        return instance switch
        {
            RowInstance row => new ScriptRow(row.Line, row.Word, [.. row.Arguments.Select(argument => Node(argument, null, row.Line, depth + 1))]),
            RegExpInstance pattern => new ScriptPattern(line, pattern.Source, pattern.IgnoreCase),
            ICallable function => Function(function, line),
            _ when value.IsArray() => new ScriptList(line, [.. Items(instance).Select(item => Node(item, null, line, depth + 1))]),
            _ => Map(instance, syntax, line, depth),
        };
    }

    private ScriptFunction Function(ICallable function, int line)
    {
        Functions.Add(function);
        return new ScriptFunction(line, Functions.Count - 1);
    }

    private ScriptMap Map(ObjectInstance instance, Expression? syntax, int line, int depth)
    {
        var known = (syntax as ObjectExpression)?.Properties.ToList() ?? [];
        var members = new List<KeyValuePair<string, ScriptNode>>();
        foreach (var member in instance.GetOwnProperties())
        {
            var property = known.Find(property => property.Key.GetKey() == member.Key);
            members.Add(new(member.Key, Node(instance.Get(member.Key), property?.Value, property?.Location?.Start.Line ?? line, depth + 1)));
        }

        return new ScriptMap(line, members);
    }

    private static IEnumerable<JsValue> Items(ObjectInstance array)
    {
        int length = (int)TypeConverter.ToUint32(array.Get("length"));
        for (int i = 0; i < length; i++) yield return array.Get(i.ToString());
    }

    private sealed class RowInstance(Engine engine, string word, JsValue[] arguments, int line) : ObjectInstance(engine)
    {
        public string Word { get; } = word;

        public JsValue[] Arguments { get; } = arguments;

        public int Line { get; } = line;
    }
}
