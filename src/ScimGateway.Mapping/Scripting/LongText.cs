using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>A text as an object has a member for each of its characters: <c>{ ...text }</c> and <c>for (const i in text)</c> make
/// them all inside one statement. So the script's text is rewritten to check the length first.</summary>
internal sealed class LongText(Engine engine, ScriptLimits limits)
{
    /// <summary>A function that returns its argument.</summary>
    public const string Members = "__members__";

    /// <summary>A member of every text, read by a pattern that takes the rest: <c>{ a, ...rest }</c>.</summary>
    public const string Rest = "__rest__";

    public void Install()
    {
        engine.Global.FastSetDataProperty(
            Members,
            new ClrFunction(engine, Members, (_, arguments) => Refuse(arguments[0], limits))
        );
        var get = new ClrFunction(engine, Rest, (self, _) =>
        {
            Refuse(self, limits);
            return JsValue.Undefined;
        });
        BuiltIns.At(engine, "String.prototype").DefineOwnProperty(
            Rest, new GetSetPropertyDescriptor(get, JsValue.Undefined, enumerable: false, configurable: false));
    }

    public static JsValue Refuse(JsValue value, ScriptLimits limits)
    {
        double length = value switch
        {
            JsString text => text.Length,
            ObjectInstance instance when instance.GetType().Name == "StringInstance" => TypeConverter.ToLength(
                instance.Get("length")
            ),
            _ => 0,
        };
        return length > limits.ArrayLength
            ? throw new ScriptLimitException("made an object or array of more elements than it may")
            : value;
    }
}
