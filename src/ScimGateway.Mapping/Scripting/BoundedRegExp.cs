using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace ScimGateway.Mapping.Scripting;

/// <summary><c>RegExp</c> with a limit on the cost of a pattern (<see cref="PatternTexts"/>).</summary>
/// <param name="engine">The engine.</param>
/// <param name="native">The language's own; scripts cannot reach it.</param>
internal sealed class BoundedRegExp(Engine engine, Constructor native) : Constructor(engine, "RegExp")
{
    public void Install()
    {
        Prototype = native.Prototype;
        foreach (var (key, member) in native.GetOwnProperties().ToList()) DefineOwnProperty(key, member);
        ((ObjectInstance)native.Get("prototype")).DefineOwnProperty(
            "constructor", new PropertyDescriptor(this, writable: true, enumerable: false, configurable: true));
        Engine.Global.DefineOwnProperty(
            "RegExp",
            new PropertyDescriptor(this, writable: true, enumerable: false, configurable: true)
        );
    }

    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) => Construct(arguments, this);

    public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget)
    {
        var pattern = arguments.Length > 0 ? arguments[0] : Undefined;
        JsValue[] bounded = pattern is JsRegExp || pattern.IsUndefined()
            ? [.. arguments]
            : [PatternTexts.Bounded(TypeConverter.ToString(pattern)), .. arguments.Skip(1)];
        return native.Construct(bounded, ReferenceEquals(newTarget, this) ? native : newTarget);
    }
}
