using System.Reflection;
using Jint.Native.Object;
using Jint.Runtime.Interop;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Replaces the engine's own <c>exec</c> by a guarded one. The engine searches fast, without an object for each match,
/// only if it finds the <c>exec</c> that it knows; so this one is registered as that.</summary>
/// <remarks>It reads internals of one version of Jint, as <see cref="Closures"/> does: with others no mapping is
/// loaded.</remarks>
internal static class DefaultExec
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly FieldInfo Delegate = Closures.Found(typeof(ClrFunction).GetField("_func", Internal));

    public static void Set(ObjectInstance prototype, ClrFunction exec) =>
        Closures.Found(prototype.GetType().GetField("_defaultExec", Internal)).SetValue(prototype, Delegate.GetValue(exec));
}
