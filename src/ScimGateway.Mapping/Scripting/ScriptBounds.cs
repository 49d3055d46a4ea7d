using System.Text;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.RegExp;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Closes the two holes that Jint's own limits leave: natives that loop or grow inside one statement
/// (<c>new Array(1e9).join("x")</c>), and catastrophic regular expressions.</summary>
internal sealed class ScriptBounds(Engine engine, ScriptLimits limits)
{
    private static readonly string[] ArrayNatives =
    [
        "toString", "toLocaleString", "concat", "pop", "push", "reverse", "shift", "slice", "sort", "splice", "unshift", "indexOf",
        "lastIndexOf", "every", "some", "forEach", "map", "filter", "reduce", "reduceRight",
    ];

    public void Install()
    {
        var array = engine.Array.PrototypeObject;
        foreach (string name in ArrayNatives) Wrap(array, name, (self, arguments, native) => native.Call(Bounded(self), arguments));
        Replace(array, "join", Join);
        engine.Global.Put("Array", new BoundedConstructor(engine, engine.Array, MakeArray), false);

        var regex = engine.RegExp.PrototypeObject;
        foreach (string name in new[] { "exec", "test" }) Wrap(regex, name, (self, arguments, native) => native.Call(Timed(self), arguments));
        engine.Global.Put("RegExp", new BoundedConstructor(engine, engine.RegExp, arguments => Timed(engine.RegExp.Construct(arguments)).AsObject()), false);

        var text = engine.String.PrototypeObject;
        foreach (string name in new[] { "match", "search" }) Wrap(text, name, (self, arguments, native) => native.Call(self, Pattern(arguments)));
        Wrap(text, "split", (self, arguments, native) => native.Call(self, TimedFirst(arguments)));
        Wrap(text, "replace", (self, arguments, native) => Text(native.Call(self, Replacement(self, TimedFirst(arguments)))));
        Wrap(text, "concat", (self, arguments, native) => Text(native.Call(self, arguments)));
        Wrap(engine.Function.PrototypeObject, "apply", (self, arguments, native) => native.Call(self, arguments.Length > 1 ? [arguments[0], Bounded(arguments[1])] : arguments));
    }

    /// <summary>A value that a script made by growing another; refused when it is a string past its limit.</summary>
    public JsValue Text(JsValue value) =>
        value.IsString() && value.AsString().Length > limits.StringLength
            ? throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters")
            : value;

    private void Wrap(ObjectInstance owner, string name, Func<JsValue, JsValue[], ICallable, JsValue> call)
    {
        var native = (ICallable)owner.Get(name).AsObject();
        Replace(owner, name, (self, arguments) => call(self, arguments, native));
    }

    private void Replace(ObjectInstance owner, string name, Func<JsValue, JsValue[], JsValue> call) =>
        owner.Put(name, new ClrFunctionInstance(engine, call), false);

    private ObjectInstance MakeArray(JsValue[] arguments)
    {
        if (arguments is [var only] && only.IsNumber()) CheckLength(only.AsNumber());
        return engine.Array.Construct(arguments);
    }

    private JsValue Bounded(JsValue value)
    {
        if (value.IsObject() && value.AsObject().Get("length") is var length && length.IsNumber()) CheckLength(length.AsNumber());
        return value;
    }

    private void CheckLength(double length)
    {
        if (length > limits.ArrayLength) throw new ScriptLimitException($"made an array of more than {limits.ArrayLength} elements");
    }

    private JsValue Join(JsValue self, JsValue[] arguments)
    {
        var array = Bounded(self).AsObject();
        string separator = arguments is [] || arguments[0].IsUndefined() ? "," : TypeConverter.ToString(arguments[0]);
        var joined = new StringBuilder();
        int length = (int)TypeConverter.ToUint32(array.Get("length"));
        for (int i = 0; i < length; i++)
        {
            var item = array.Get(i.ToString());
            if (i > 0) joined.Append(separator);
            if (!item.IsUndefined() && !item.IsNull()) joined.Append(TypeConverter.ToString(item));
            if (joined.Length > limits.StringLength) throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters");
        }

        return joined.ToString();
    }

    private JsValue Timed(JsValue value)
    {
        if (value.IsObject() && value.AsObject() is RegExpInstance { Value: { } regex } instance && regex.MatchTimeout != limits.RegexTime)
            instance.Value = new Regex(regex.ToString(), regex.Options, limits.RegexTime);
        return value;
    }

    private JsValue[] TimedFirst(JsValue[] arguments)
    {
        if (arguments.Length > 0) Timed(arguments[0]);
        return arguments;
    }

    // match and search make a regular expression of a string by themselves, out of reach: made here instead.
    private JsValue[] Pattern(JsValue[] arguments) =>
        arguments is [] || arguments[0].IsObject() ? TimedFirst(arguments) : [Timed(engine.RegExp.Construct([arguments[0]]))];

    private JsValue[] Replacement(JsValue self, JsValue[] arguments)
    {
        if (arguments.Length < 2) return arguments;
        if (arguments[1].IsObject() && arguments[1].AsObject() is ICallable function)
        {
            int grown = 0;
            var counted = new ClrFunctionInstance(engine, (inner, parts) =>
            {
                var part = function.Call(inner, parts);
                grown += part.IsString() ? part.AsString().Length : 0;
                return grown > limits.StringLength ? throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters") : part;
            });
            return [arguments[0], counted];
        }

        long most = (TypeConverter.ToString(self).Length + 1L) * (TypeConverter.ToString(arguments[1]).Length + 1L);
        return most > 16L * limits.StringLength
            ? throw new ScriptLimitException($"asked for a replacement that may pass {limits.StringLength} characters")
            : arguments;
    }
}
