using Acornima;
using Acornima.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Collects the declarations and uses of names in a script that is nested no deeper than <see
/// cref="SyntaxTree.Depth"/>.</summary>
internal sealed class ScopeReader
{
    private readonly List<NameReference> references = [];

    public IReadOnlyList<NameReference> References => references;

    public void Read(Node? node, NameScope scope)
    {
        switch (node)
        {
            case null: break;
            case IFunction function: ReadFunction((Node)function, function, scope); break;
            case ClassDeclaration { Id: { } name } declared: // refused, and reported as that alone
                scope.Declare(name.Name);
                Read(declared.Body, scope);
                break;
            case VariableDeclaration variables: ReadVariables(variables, scope); break;
            case FunctionBody or Program: ReadChildren(node, scope); break; // the function's own scope
            case BlockStatement or ForStatement or SwitchStatement: ReadChildren(node, new NameScope(node, scope)); break;
            case ForInStatement loop: ReadLoop(loop, loop.Left, new NameScope(loop, scope)); break;
            case ForOfStatement loop: ReadLoop(loop, loop.Left, new NameScope(loop, scope)); break;
            case CatchClause clause:
                var caught = new NameScope(clause, scope);
                Declare(clause.Param, caught);
                ReadChildren(clause.Body, caught);
                break;
            case AssignmentExpression assignment:
                Assign(assignment.Left, scope);
                if (assignment.Operator != Operator.Assignment && assignment.Left is Identifier) Read(assignment.Left, scope);
                Read(assignment.Right, scope);
                break;
            case CallExpression { Callee: ArrowFunctionExpression { Params: [Identifier { Name: GrowingText.Owner }, ..] } }
                addition:
                ReadChildren(addition, scope); // o.p += v, as it was rewritten
                if (Base(addition.Arguments[0]) is { } owner) Use(owner, NameUse.Change, scope);
                break;
            case UpdateExpression update:
                Assign(update.Argument, scope);
                break;
            case UnaryExpression { Operator: Operator.Delete } delete:
                Assign(delete.Argument, scope);
                break;
            case UnaryExpression { Operator: Operator.TypeOf, Argument: Identifier asked }: Use(asked, NameUse.Ask, scope); break;
            case MemberExpression member:
                Read(member.Object, scope);
                if (member.Computed) Read(member.Property, scope);
                break;
            case Property property:
                if (property.Computed) Read(property.Key, scope);
                Read(property.Value, scope);
                break;
            case LabeledStatement labeled: Read(labeled.Body, scope); break;
            case BreakStatement or ContinueStatement or MetaProperty: break;
            case Identifier name: Use(name, NameUse.Read, scope); break;
            default: ReadChildren(node, scope); break;
        }
    }

    private void ReadFunction(Node node, IFunction function, NameScope scope)
    {
        var inside = new NameScope(node, scope);
        if (node is FunctionDeclaration { Id: { } name })
        {
            // In a block, a function is a name of the block and of the function around it (ECMA-262 annex B.3.2).
            scope.Declare(name.Name);
            Function(scope).Declare(name.Name);
        }
        else if (function.Id is { } own)
        {
            inside.Declare(own.Name);
        }

        if (node is not ArrowFunctionExpression) inside.Declare("arguments");
        foreach (var parameter in function.Params) Declare(parameter, inside);
        Read(function.Body, inside);
    }

    private void ReadVariables(VariableDeclaration variables, NameScope scope)
    {
        var home = variables.Kind == VariableDeclarationKind.Var ? Function(scope) : scope;
        foreach (var variable in variables.Declarations)
        {
            Declare(variable.Id, home);
            Read(variable.Init, scope);
        }
    }

    private void ReadLoop(Node loop, Node left, NameScope scope)
    {
        if (left is not VariableDeclaration) Assign(left, scope);
        foreach (var child in loop.ChildNodes)
            if (left is VariableDeclaration || !ReferenceEquals(child, left)) Read(child, scope);
    }

    private void ReadChildren(Node node, NameScope scope)
    {
        foreach (var child in node.ChildNodes) Read(child, scope);
    }

    // A name, or a pattern of names with defaults.
    private void Declare(Node? pattern, NameScope scope) =>
        Parts(pattern, scope, part =>
        {
            if (part is Identifier name) scope.Declare(name.Name);
        });

    private void Assign(Node? target, NameScope scope) =>
        Parts(target, scope, part =>
        {
            if (part is Identifier name)
            {
                Use(name, NameUse.Assign, scope);
                return;
            }

            Read(part, scope);
            if (part is MemberExpression && Base(part) is { } changed)
                references.Add(new NameReference(changed, NameUse.Change, scope) { Path = Path(part) });
        });

    private void Parts(Node? pattern, NameScope scope, Action<Node> leaf)
    {
        switch (pattern)
        {
            case null: break;
            case ArrayPattern array:
                foreach (var element in array.Elements) Parts(element, scope, leaf);
                break;
            case ObjectPattern members:
                foreach (var member in members.Properties) Parts(member, scope, leaf);
                break;
            case Property property:
                if (property.Computed) Read(property.Key, scope);
                Parts(property.Value, scope, leaf);
                break;
            case AssignmentPattern withDefault:
                Parts(withDefault.Left, scope, leaf);
                Read(withDefault.Right, scope);
                break;
            case RestElement rest: Parts(rest.Argument, scope, leaf); break;
            default: leaf(pattern); break;
        }
    }

    private static Identifier? Base(Node node) => node switch
    {
        MemberExpression member => Base(member.Object),
        ChainExpression chain => Base(chain.Expression),
        ParenthesizedExpression inner => Base(inner.Expression),
        Identifier name => name,
        _ => null,
    };

    private static string? Path(Node node) => node switch
    {
        MemberExpression { Computed: false, Property: Identifier member } place
            when Path(place.Object) is { } owner => $"{owner}.{member.Name}",
        Identifier name => name.Name,
        _ => null,
    };

    private static NameScope Function(NameScope scope) => scope.IsFunction ? scope : Function(scope.Outer!);

    private void Use(Identifier name, NameUse use, NameScope scope) => references.Add(new NameReference(name, use, scope));
}
