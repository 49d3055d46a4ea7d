using Acornima.Ast;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Everything that can be reached from a script's functions: their members, their variables, the entries of Maps and
/// Sets, the values that they bind. Built-ins, which are frozen, are not followed.</summary>
internal sealed class Reach(ScriptScopes scopes, Freezer freezer, SharedObjects shared)
{
    private readonly Dictionary<ObjectInstance, string?> seen = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<ObjectInstance> waiting = new();
    private readonly Dictionary<object, Variables> variables = new(ReferenceEqualityComparer.Instance);

    /// <param name="roots">The functions that will be called.</param>
    /// <param name="everything">Every variable around a function, or only those that its text names.</param>
    /// <returns>Each object with the name of the variable that leads to it, if there is one.</returns>
    public IReadOnlyDictionary<ObjectInstance, string?> From(IEnumerable<JsValue> roots, bool everything)
    {
        foreach (var root in roots) Add(root, null);
        while (waiting.TryDequeue(out var instance))
        {
            foreach (var reached in Freezer.Reached(instance).Concat(shared.HeldBy(instance)).Concat(Entries(instance)))
                Add(reached, seen[instance]);
            if (instance is Function function) AddVariables(function, everything);
        }

        return seen;
    }

    private void AddVariables(Function function, bool everything)
    {
        var names = everything || function.FunctionDeclaration is null ? null : Names((Node)function.FunctionDeclaration);
        foreach (object environment in Closures.Around(function))
        {
            var known = Known(environment);
            var left = names is null ? known.Unread : names.Where(known.Unread.Contains);
            foreach (string name in left.ToList())
            {
                known.Unread.Remove(name); // read once, however many functions use it
                if (Closures.ValueOf(environment, name) is { } value) Add(value, name);
            }
        }
    }

    private Variables Known(object environment)
    {
        if (!variables.TryGetValue(environment, out var known))
            variables[environment] = known = new Variables(Closures.NamesOf(environment).ToHashSet(StringComparer.Ordinal));
        return known;
    }

    // "this" may mean the global object, and with it every name.
    private HashSet<string>? Names(Node function) => SyntaxTree.All(function).Any(node => node is ThisExpression)
        ? null
        : scopes.Outside(function).Select(reference => reference.Identifier.Name).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<JsValue> Entries(ObjectInstance instance)
    {
        if (instance is JsMap map)
            foreach (var (key, value) in map) foreach (var part in new[] { key, value }) yield return part;
        if (instance is JsSet set)
            foreach (var value in set) yield return value;
    }

    private void Add(JsValue value, string? name)
    {
        if (value is ObjectInstance instance && !freezer.Has(instance) && seen.TryAdd(instance, name)) waiting.Enqueue(instance);
    }

    private sealed record Variables(HashSet<string> Unread);
}
