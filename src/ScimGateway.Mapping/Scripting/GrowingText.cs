using System.Text;
using Acornima;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Limits the strings that operators make. <c>(s = s + s, s = s + s, …)</c> makes a gigabyte in one statement, and so
/// does a template. Therefore the script's text is rewritten: each sum of two unknown values, and each template, passes a check.
/// <c>+=</c> becomes a sum, too: the engine's own appends in place, to a string that another variable may hold.</summary>
internal sealed class GrowingText(Engine engine, ScriptLimits limits)
{
    private const string Sum = "__sum__";
    private const string Template = "__template__";
    private const string Text = "__text__";
    public const string Owner = "__owner__";
    private const string Key = "__key__";

    /// <summary>Names that a script may not use.</summary>
    public static IReadOnlySet<string> Words { get; } =
        new HashSet<string>([Sum, Template, Text, Owner, Key, LongText.Members, LongText.Rest], StringComparer.Ordinal);

    /// <summary>The script with its checks. Lines stay where they are, except those of a <c>+=</c> over several lines; columns
    /// change.</summary>
    public static string Guarded(string text, Node program) => Emit(text, program, isPart: false, 0, text.Length);

    public void Install()
    {
        Put(Sum, arguments => Bounded(arguments[0]));
        Put(Text, arguments => new JsString(TypeConverter.ToString(arguments[0])));
        Put(Template, Filled);
    }

    private void Put(string name, Func<JsValue[], JsValue> call) =>
        engine.Global.FastSetDataProperty(name, new ClrFunction(engine, name, (_, arguments) => call(arguments)));

    private JsValue Bounded(JsValue value) => value is JsString { Length: var length } && length > limits.StringLength
        ? throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters")
        : value;

    // The literals, and the holes, which are texts already (ECMA-262 section 13.2.8.6: each is converted in order).
    private JsString Filled(JsValue[] arguments)
    {
        var literals = (JsArray)arguments[0];
        string[] parts = new string[(literals.Length * 2) - 1];
        long length = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = i % 2 == 0 ? literals[i / 2].ToString() : arguments[(i / 2) + 1].ToString();
            length += parts[i].Length;
            if (length > limits.StringLength)
                throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters");
        }

        return new JsString(string.Concat(parts));
    }

    // A space before each inserted word: return`…` must not become a longer name.
    private static string Emit(string text, Node node, bool isPart = false) =>
        Emit(text, node, isPart, node.Range.Start, node.Range.End);

    private static string Emit(string text, Node node, bool isPart, int start, int end)
    {
        if (node is AssignmentExpression { Operator: Operator.AdditionAssignment } addition) return Addition(text, addition);
        var parts = new StringBuilder();
        int at = start;
        foreach (var child in node.ChildNodes.OrderBy(child => child.Range.Start).ThenByDescending(child => child.Range.End))
        {
            if (child.Range.Start < at) continue; // the key of { name } is its value, too
            parts.Append(text, at, child.Range.Start - at).Append(Child(text, node, child));
            at = child.Range.End;
        }

        string emitted = parts.Append(text, at, end - at).ToString();
        return node switch
        {
            TemplateLiteral { Expressions.Count: > 0 } when !isPart => $" {Template}{emitted}",
            BinaryExpression { Operator: Operator.Addition } when !isPart && Unknown(node) > 1 => $" {Sum}({emitted})",
            _ => emitted,
        };
    }

    // A sum inside a sum is checked with it: the engine joins strings when they are read.
    private static string Child(string text, Node node, Node child) => (node, child) switch
    {
        (TaggedTemplateExpression, TemplateLiteral template) => Tagged(text, template),
        (ObjectExpression, SpreadElement spread) => $"...{LongText.Members}({Emit(text, spread.Argument)})",
        (ForInStatement loop, _) when child == loop.Right => $" {LongText.Members}({Emit(text, child)})",
        (ObjectPattern, RestElement) => $"{LongText.Rest}: {{}} = 0, {Emit(text, child)}",
        (TemplateLiteral, not TemplateElement) => $"{Text}({Emit(text, child)})",
        (BinaryExpression { Operator: Operator.Addition }, BinaryExpression { Operator: Operator.Addition }) => Emit(
            text,
            child,
            isPart: true
        ),
        _ => Emit(text, child),
    };

    private static string Tagged(string text, TemplateLiteral template)
    {
        var parts = new StringBuilder();
        int at = template.Range.Start;
        foreach (var hole in template.Expressions)
        {
            parts.Append(text, at, hole.Range.Start - at).Append(Emit(text, hole));
            at = hole.Range.End;
        }

        return parts.Append(text, at, template.Range.End - at).ToString();
    }

    private static string Addition(string text, AssignmentExpression addition)
    {
        string right = Emit(text, addition.Right);
        string lines = new(
            '\n',
            text.AsSpan(addition.Left.Range.End, addition.Right.Range.Start - addition.Left.Range.End).Count('\n')
        );
        if (addition.Left is not MemberExpression { Object: not Super } member)
        {
            string left = text[addition.Left.Range.Start..addition.Left.Range.End];
            return $"{left} = {lines}{Sum}({left} + ({right}))";
        }

        string key = member.Computed
            ? Emit(text, member.Property)
            : $"\"{text[member.Property.Range.Start..member.Property.Range.End]}\"";
        return $" (({Owner}, {Key}) => {Owner}[{Key}] = {lines}{Sum}({Owner}[{Key}] + ({right})))({Emit(text, member.Object)}, {key})";
    }

    private static int Unknown(Node node) => node switch
    {
        BinaryExpression { Operator: Operator.Addition } sum => Unknown(sum.Left) + Unknown(sum.Right),
        Literal => 0,
        _ => 1,
    };
}
