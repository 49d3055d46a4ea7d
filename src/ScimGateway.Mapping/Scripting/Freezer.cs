using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Freezes objects and everything that can be reached from them by properties and prototypes.</summary>
internal sealed class Freezer(Engine engine)
{
    private readonly HashSet<ObjectInstance> frozen = new(ReferenceEqualityComparer.Instance);
    private readonly JsValue freeze = engine.Intrinsics.Object.Get("freeze");

    /// <summary>Whether it is frozen already.</summary>
    public bool Has(ObjectInstance instance) => frozen.Contains(instance);

    public void Freeze(JsValue root)
    {
        if (root is not ObjectInstance first) return;
        var waiting = new Stack<ObjectInstance>([first]);
        while (waiting.TryPop(out var instance))
        {
            if (Has(instance)) continue;
            foreach (var value in Reached(instance)) waiting.Push(value);
            FreezeAlone(instance);
        }
    }

    /// <summary>Freezes one object, and not the objects that it refers to.</summary>
    public void FreezeAlone(ObjectInstance instance)
    {
        if (frozen.Add(instance)) freeze.Call(JsValue.Undefined, [instance]);
    }

    /// <summary>Freezes one object except one member of it.</summary>
    public void FreezeAllBut(ObjectInstance instance, string name)
    {
        frozen.Add(instance);
        instance.PreventExtensions();
        foreach (var (key, member) in instance.GetOwnProperties().ToList())
            if (key.ToString() != name && member.Configurable)
                instance.DefineOwnProperty(key, member.IsAccessorDescriptor()
                    ? new GetSetPropertyDescriptor(member.Get, member.Set, member.Enumerable, configurable: false)
                    : new PropertyDescriptor(member.Value, writable: false, member.Enumerable, configurable: false));
    }

    /// <summary>The objects that an object refers to: members, accessors, its prototype.</summary>
    public static IEnumerable<ObjectInstance> Reached(ObjectInstance instance)
    {
        if (instance.Prototype is { } prototype) yield return prototype;
        foreach (var (_, member) in instance.GetOwnProperties())
        {
            JsValue?[] values = member.IsAccessorDescriptor() ? [member.Get, member.Set] : [member.Value];
            foreach (var value in values)
                if (value is ObjectInstance reached) yield return reached;
        }
    }

    /// <summary>Lets objects that inherit from it have members of their own with the names of its members, which a frozen
    /// prototype forbids (<c>o.toString = …</c>): each member becomes an accessor.</summary>
    /// <param name="prototype">Not frozen yet.</param>
    /// <param name="names">Those of its members; <see langword="null"/>: all.</param>
    public void Enable(ObjectInstance prototype, IReadOnlySet<string>? names = null)
    {
        foreach (var (key, member) in prototype.GetOwnProperties().ToList())
        {
            if (
                names?.Contains(key.ToString()) == false
                || !key.IsString()
                || member.IsAccessorDescriptor()
                || member.Value is not { } value
            )
                continue;
            var get = new ClrFunction(engine, "get", (_, _) => value);
            var set = new ClrFunction(engine, "set", (self, given) =>
            {
                if (self is ObjectInstance own && !ReferenceEquals(own, prototype)) own.CreateDataProperty(key, given[0]);
                return JsValue.Undefined;
            });
            prototype.DefineOwnProperty(key, new GetSetPropertyDescriptor(get, set, enumerable: false, configurable: false));
        }
    }
}
