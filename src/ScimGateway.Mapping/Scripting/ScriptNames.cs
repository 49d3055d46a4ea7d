using System.Collections;
using System.Reflection;
using Jint.Parser.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Every node of a script, and the names that the script itself gives to things.</summary>
internal sealed class ScriptNames
{
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<SyntaxNode> nodes = [];
    private readonly HashSet<string> defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal);
    private readonly HashSet<object> noReferences = new(ReferenceEqualityComparer.Instance);

    public ScriptNames(Program program)
    {
        Visit(program);
        foreach (var node in nodes) Note(node);
    }

    public IReadOnlyList<SyntaxNode> Nodes => nodes;

    /// <summary>Whether the script makes something of that name: a variable, a function, a parameter, a member.</summary>
    public bool Defines(string name) => defined.Contains(name);

    /// <summary>Whether the script makes a member of that name by itself: <c>Object.values = function …</c>.</summary>
    public bool Assigns(string name) => assigned.Contains(name);

    /// <summary>Whether it is the use of a name that the script does not make; <c>typeof Map</c> asks only.</summary>
    public bool IsForeign(Identifier identifier) => !noReferences.Contains(identifier) && !defined.Contains(identifier.Name);

    private void Note(SyntaxNode node)
    {
        switch (node)
        {
            case VariableDeclarator variable: Define(variable.Id); break;
            case FunctionDeclaration function: Define([function.Id, .. function.Parameters]); break;
            case FunctionExpression function: Define([function.Id, .. function.Parameters]); break;
            case CatchClause clause: Define(clause.Param); break;
            case Property { Key: Identifier key }: Define(key); break;
            case AssignmentExpression { Left: Identifier name }: Define(name); break;
            case AssignmentExpression { Left: MemberExpression { Computed: false, Property: Identifier name } }:
                Define(name);
                assigned.Add(name.Name);
                break;
            case MemberExpression { Computed: false, Property: Identifier name }: noReferences.Add(name); break;
            case UnaryExpression { Operator: UnaryOperator.TypeOf, Argument: Identifier name }: noReferences.Add(name); break;
            default: break;
        }
    }

    private void Define(params IEnumerable<Identifier?> names)
    {
        foreach (var name in names)
        {
            if (name is null) continue;
            defined.Add(name.Name);
            noReferences.Add(name);
        }
    }

    private void Visit(object node)
    {
        if (!seen.Add(node)) return;
        if (node is SyntaxNode { Location: not null } placed) nodes.Add(placed);
        // The tree's classes hold their children in fields, a few in properties.
        foreach (var field in node.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance)) Child(field.GetValue(node));
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetIndexParameters().Length == 0) Child(property.GetValue(node));
    }

    private void Child(object? value)
    {
        if (value is SyntaxNode node) Visit(node);
        else if (value is IEnumerable items and not string)
            foreach (object? item in items)
                if (item is SyntaxNode inside) Visit(inside);
    }
}
