using Acornima.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>How a script uses a name.</summary>
internal enum NameUse
{
    Read,

    /// <summary><c>typeof name</c>, which only reads it.</summary>
    Ask,

    /// <summary><c>name = …</c>, <c>name++</c>, <c>for (name of …)</c>.</summary>
    Assign,

    /// <summary><c>name.member = …</c>, <c>delete name.member</c>.</summary>
    Change,
}

/// <summary>One use of a name.</summary>
/// <param name="Identifier">Its place.</param>
/// <param name="Use">How the name is used.</param>
/// <param name="Scope">The innermost scope around it.</param>
internal sealed record NameReference(Identifier Identifier, NameUse Use, NameScope Scope)
{
    /// <summary>The scope that declares the name; <see langword="null"/>: no scope of the script.</summary>
    public NameScope? Declared => Scope.Find(Identifier.Name);

    /// <summary>Whether it is in a function, and not in the script itself.</summary>
    public bool IsInFunction
    {
        get
        {
            for (var scope = Scope; scope is not null; scope = scope.Outer)
                if (scope.Owner is IFunction) return true;
            return false;
        }
    }

    /// <summary>The place that is changed, <c>String.prototype.digits</c>; <see langword="null"/>: it is computed, or the name
    /// itself is meant.</summary>
    public string? Path { get; init; }
}

/// <summary>The names that a program, function or block declares (ECMA-262 section 9.1).</summary>
internal sealed class NameScope(Node owner, NameScope? outer)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The program, function or block.</summary>
    public Node Owner => owner;

    public NameScope? Outer { get; } = outer;

    public bool IsFunction => owner is IFunction or Program;

    public void Declare(string name) => names.Add(name);

    public NameScope? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.names.Contains(name)) return scope;
        return null;
    }
}

/// <summary>Which declaration each name of a script refers to.</summary>
internal sealed class ScriptScopes
{
    private readonly IReadOnlyList<NameReference> references;
    private readonly Dictionary<Node, List<NameReference>> outside = new(ReferenceEqualityComparer.Instance);

    public ScriptScopes(Script program)
    {
        var reader = new ScopeReader();
        reader.Read(program, new NameScope(program, null));
        references = reader.References;
        foreach (var reference in references)
        {
            var declared = reference.Declared;
            for (var scope = reference.Scope; scope is not null && scope != declared; scope = scope.Outer)
                if (scope.Owner is IFunction) Outside(scope.Owner, reference);
        }
    }

    /// <summary>The uses of a name that the script does not declare.</summary>
    public IEnumerable<NameReference> Free(string name) => Free().Where(reference => reference.Identifier.Name == name);

    /// <summary>The uses of all names that the script does not declare.</summary>
    public IEnumerable<NameReference> Free() => references.Where(reference => reference.Declared is null);

    /// <summary>The first use of a name, for a line to show.</summary>
    public NameReference? First(string name) => references.FirstOrDefault(reference => reference.Identifier.Name == name);

    /// <summary>The free names of a function: those that neither it nor a function inside it declares.</summary>
    public IReadOnlyList<NameReference> Outside(Node function) => outside.GetValueOrDefault(function) ?? [];

    private void Outside(Node function, NameReference reference)
    {
        if (!outside.TryGetValue(function, out var taken)) outside[function] = taken = [];
        taken.Add(reference);
    }
}
