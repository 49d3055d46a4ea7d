using System.Text;
using Acornima;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Bounds the strings that operators make. <c>(s = s + s, s = s + s, …)</c> makes a gigabyte in one statement, and so
/// does a template: the script's text is rewritten so that each sum of two unknown values, and each template, goes through a
/// check.</summary>
internal sealed class GrowingText(Engine engine, ScriptLimits limits)
{
    private const string Sum = "__sum__";
    private const string Template = "__template__";

    /// <summary>Names that a script may not use.</summary>
    public static IReadOnlySet<string> Words { get; } = new HashSet<string>([Sum, Template], StringComparer.Ordinal);

    /// <summary>The script with its checks. Lines stay where they are; columns do not.</summary>
    public static string Guarded(string text, Node program)
    {
        var insertions = new List<(int At, int Order, string Text)>();
        var inner = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (var node in SyntaxTree.All(program))
        {
            if (node is TaggedTemplateExpression tagged) inner.Add(tagged.Quasi);
            if (inner.Contains(node)) MarkParts(node, inner);
            else if (node is TemplateLiteral { Expressions.Count: > 0 })
                insertions.Add((node.Range.Start, insertions.Count, Template));
            else if (IsSum(node))
            {
                MarkParts(node, inner);
                if (Unknown(node) < 2) continue;
                insertions.Add((node.Range.Start, insertions.Count, Sum + "("));
                insertions.Add((node.Range.End, -insertions.Count, ")"));
            }
        }

        var guarded = new StringBuilder(text.Length + (insertions.Count * 8));
        int copied = 0;
        foreach (var (at, _, insertion) in insertions.OrderBy(insertion => insertion.At).ThenBy(insertion => insertion.Order))
        {
            guarded.Append(text, copied, at - copied).Append(insertion);
            copied = at;
        }

        return guarded.Append(text, copied, text.Length - copied).ToString();
    }

    public void Install()
    {
        engine.Global.FastSetDataProperty(Sum, new ClrFunction(engine, Sum, (_, arguments) => Bounded(arguments[0])));
        engine.Global.FastSetDataProperty(Template, new ClrFunction(engine, Template, (_, arguments) => Filled(arguments)));
    }

    private JsValue Bounded(JsValue value) => value is JsString { Length: var length } && length > limits.StringLength
        ? throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters")
        : value;

    // As ECMA-262 section 13.2.8.6 says: each value becomes a string in its turn.
    private JsString Filled(JsValue[] arguments)
    {
        var literals = (JsArray)arguments[0];
        string[] parts = new string[(literals.Length * 2) - 1];
        long length = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = i % 2 == 0 ? literals[i / 2].ToString() : TypeConverter.ToString(arguments[(i / 2) + 1]);
            length += parts[i].Length;
            if (length > limits.StringLength)
                throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters");
        }

        return new JsString(string.Concat(parts));
    }

    private static bool IsSum(Node node) => node
        is BinaryExpression { Operator: Operator.Addition } or AssignmentExpression { Operator: Operator.AdditionAssignment };

    // The sums inside a sum are checked with it: the engine joins strings when somebody reads them.
    private static void MarkParts(Node node, HashSet<Node> inner)
    {
        if (node is not BinaryExpression sum || !IsSum(sum)) return;
        if (IsSum(sum.Left)) inner.Add(sum.Left);
        if (IsSum(sum.Right) && sum.Right is BinaryExpression) inner.Add(sum.Right);
    }

    private static int Unknown(Node node) => node switch
    {
        AssignmentExpression assignment => 1 + Unknown(assignment.Right),
        BinaryExpression { Operator: Operator.Addition } sum => Unknown(sum.Left) + Unknown(sum.Right),
        Literal => 0,
        _ => 1,
    };
}
