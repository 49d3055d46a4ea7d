using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Native.RegExp;
using Jint.Runtime.Environments;

namespace ScimGateway.Mapping.Scripting;

/// <summary>What a script holds when it has been loaded, kept so: an engine serves one client's request after another's, and what
/// a function noted of the first must not come out in the second.</summary>
/// <remarks>Objects are frozen, and writes to them are ignored as the language says; variables and the <c>lastIndex</c> of regular
/// expressions are set back before each call.</remarks>
internal sealed class ScriptState
{
    private readonly Engine engine;
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<(EnvironmentRecord Record, string Name, JsValue Value)> variables = [];
    private readonly List<RegExpInstance> patterns = [];

    private ScriptState(Engine engine) => this.engine = engine;

    /// <param name="engine">Its script has run.</param>
    /// <param name="ours">The names that the engine knew before.</param>
    /// <param name="functions">Those that will be called.</param>
    public static ScriptState Keep(Engine engine, IReadOnlySet<string> ours, IEnumerable<ICallable> functions)
    {
        var state = new ScriptState(engine);
        foreach (var member in engine.Global.GetOwnProperties().Where(member => !ours.Contains(member.Key)).ToList()) state.Keep(engine.Global.Get(member.Key));
        foreach (var function in functions.OfType<ObjectInstance>()) state.Keep(function);
        foreach (ObjectInstance shared in new ObjectInstance[] { engine.Object.PrototypeObject, engine.Array.PrototypeObject, engine.String.PrototypeObject, engine.Function.PrototypeObject })
            shared.Extensible = false;
        state.Freeze(engine.Global);
        return state;
    }

    /// <summary>Sets back what a function may have changed.</summary>
    public void Restore()
    {
        foreach (var (record, name, value) in variables) record.SetMutableBinding(name, value, strict: false);
        foreach (var pattern in patterns) pattern.Put("lastIndex", 0, false);
    }

    private void Keep(JsValue value)
    {
        if (value.IsObject()) Keep(value.AsObject());
    }

    private void Keep(ObjectInstance instance)
    {
        if (!seen.Add(instance)) return;
        foreach (var member in instance.GetOwnProperties().ToList())
            if (member.Value.Value is { } value) Keep(value);
        if (instance is FunctionInstance { Scope: { } scope }) Keep(scope);
        if (instance is RegExpInstance pattern) patterns.Add(pattern);
        else Freeze(instance);
    }

    // The variables of the functions around a function, which it sees and may set.
    private void Keep(LexicalEnvironment? scope)
    {
        for (; scope is not null && scope != engine.GlobalEnvironment; scope = scope.Outer)
        {
            if (!seen.Add(scope.Record)) continue;
            foreach (string name in scope.Record.GetAllBindingNames())
            {
                var value = scope.Record.GetBindingValue(name, strict: false);
                variables.Add((scope.Record, name, value));
                Keep(value);
            }
        }
    }

    private void Freeze(ObjectInstance instance) => engine.Object.Freeze(JsValue.Undefined, [instance]);
}
