using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The second half of <c>JSON.parse(text, reviver)</c> (ECMA-262 section 25.5.1.1) with limits: the engine's own
/// recurses as deep as the values that the reviver returns.</summary>
internal sealed class JsonRevival(Engine engine, ScriptLimits limits)
{
    private int values;

    public JsValue Read(JsValue parsed, JsValue reviver)
    {
        if (!reviver.IsCallable()) return parsed;
        var root = new JsObject(engine);
        root.Set("", parsed);
        return Revived(root, "", reviver, 0);
    }

    private JsValue Revived(ObjectInstance holder, JsValue key, JsValue reviver, int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (depth > limits.Depth) throw new ScriptLimitException($"read JSON nested deeper than {limits.Depth} levels");
        if (++values > limits.Values) throw new ScriptLimitException($"read JSON of more than {limits.Values} values");
        if (holder.Get(key) is ObjectInstance value)
            foreach (var name in value.GetOwnPropertyKeys(Types.String))
            {
                if (!value.GetOwnProperty(name).Enumerable) continue;
                var revived = Revived(value, name, reviver, depth + 1);
                if (revived.IsUndefined()) value.Delete(name);
                else value.CreateDataProperty(name, revived);
            }

        return reviver.Call(holder, [key, holder.Get(key)]);
    }
}
