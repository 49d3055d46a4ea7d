using System.Collections;
using System.Reflection;
using Jint;
using Jint.Parser.Ast;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Puts a check around every <c>+</c> and <c>+=</c> of a script: <c>s += s</c> makes a gigabyte in thirty statements.</summary>
internal static class GrowthChecks
{
    // No identifier of a script can be called so.
    private const string Check = "+";

    public static void Install(Engine engine, Program program, ScriptBounds bounds)
    {
        engine.SetValue(Check, new ClrFunctionInstance(engine, (_, arguments) => bounds.Text(arguments[0])));
        Visit(program, new HashSet<object>(ReferenceEqualityComparer.Instance));
    }

    private static void Visit(object node, HashSet<object> seen)
    {
        if (!seen.Add(node)) return;
        // The tree's classes hold their children in fields, a few in properties.
        foreach (var field in node.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
            Child(field.GetValue(node), field.FieldType, call => field.SetValue(node, call), seen);
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property is { CanRead: true, CanWrite: true }) Child(property.GetValue(node), property.PropertyType, call => property.SetValue(node, call), seen);
    }

    private static void Child(object? value, Type type, Action<CallExpression> replace, HashSet<object> seen)
    {
        if (value is SyntaxNode child)
        {
            Visit(child, seen);
            if (type.IsAssignableFrom(typeof(CallExpression)) && Checked(child) is { } call) replace(call);
        }
        else if (value is IEnumerable items and not string)
        {
            Visit(items, seen);
        }
    }

    private static void Visit(IEnumerable items, HashSet<object> seen)
    {
        foreach (object? item in items.Cast<object?>().ToList())
            if (item is SyntaxNode node) Visit(node, seen);
        if (items is not IList { IsReadOnly: false } list) return;
        for (int i = 0; i < list.Count; i++)
            if (list[i] is SyntaxNode node && Checked(node) is { } call) list[i] = call;
    }

    private static CallExpression? Checked(SyntaxNode node) =>
        node is BinaryExpression { Operator: BinaryOperator.Plus } or AssignmentExpression { Operator: AssignmentOperator.PlusAssign }
            ? new CallExpression
            {
                Type = SyntaxNodes.CallExpression,
                Callee = new Identifier { Type = SyntaxNodes.Identifier, Name = Check, Location = node.Location },
                Arguments = [(Expression)node],
                Location = node.Location,
            }
            : null;
}
