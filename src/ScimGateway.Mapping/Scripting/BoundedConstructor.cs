using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Stands in for a native constructor (<c>Array</c>, <c>RegExp</c>) and checks what it is asked to make.</summary>
internal sealed class BoundedConstructor : FunctionInstance, IConstructor
{
    private readonly Func<JsValue[], ObjectInstance> make;

    public BoundedConstructor(Engine engine, FunctionInstance native, Func<JsValue[], ObjectInstance> make)
        : base(engine, null, null, false)
    {
        this.make = make;
        Prototype = engine.Function.PrototypeObject;
        Extensible = true;
        foreach (var member in native.GetOwnProperties()) FastSetProperty(member.Key, member.Value);
        native.Get("prototype").AsObject().Put("constructor", this, false);
    }

    public override JsValue Call(JsValue thisObject, JsValue[] arguments) => make(arguments);

    public ObjectInstance Construct(JsValue[] arguments) => make(arguments);
}
