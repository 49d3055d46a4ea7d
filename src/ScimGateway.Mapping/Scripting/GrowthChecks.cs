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
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsValueType || property.PropertyType == typeof(string)) continue;
            var value = property.GetValue(node);
            if (value is SyntaxNode child)
            {
                Visit(child, seen);
                if (property.CanWrite && Checked(child) is { } call && property.PropertyType.IsInstanceOfType(call)) property.SetValue(node, call);
            }
            else if (value is IEnumerable items and not string)
            {
                Visit(items, seen);
            }
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
