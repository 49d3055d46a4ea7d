using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Native.Function;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The variables around a function (ECMA-262 section 9.1), which the engine keeps to itself.</summary>
/// <remarks>It reads internals of one version of Jint. Where they are not as expected no mapping is loaded, rather than one that
/// keeps a value from one call for the next.</remarks>
internal static class Closures
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly FieldInfo Around = Found(typeof(Function).GetField("_environment", Internal));
    private static readonly Type Environment = Around.FieldType;
    private static readonly FieldInfo Outer = Found(Environment.GetField("_outerEnv", Internal));
    private static readonly MethodInfo Names = Found(Environment.GetMethod("GetAllBindingNames", Internal, []));
    private static readonly MethodInfo HasThis = Found(Environment.GetMethod("HasThisBinding", Internal, []));
    private static readonly MethodInfo This = Found(Environment.GetMethod("GetThisBinding", Internal, []));
    private static readonly MethodInfo Value = Found(Environment.GetMethods(Internal).FirstOrDefault(method =>
        method.Name == "GetBindingValue" && method.GetParameters() is [_, { ParameterType: var strict }] && strict == typeof(bool)));
    private static readonly MethodInfo Key = Found(
        Value.GetParameters()[0].ParameterType.GetMethod("op_Implicit", Internal, [typeof(string)]));

    /// <summary>Each variable that a function sees, from the inside out, with its value; <c>this</c> of the functions around it
    /// among them.</summary>
    public static IEnumerable<(string Name, JsValue Value)> Of(Function function)
    {
        for (object? environment = Around.GetValue(function); environment is not null; environment = Outer.GetValue(environment))
        {
            foreach (string name in (string[])Names.Invoke(environment, null)!)
                if (Read(() => Value.Invoke(environment, [Key.Invoke(null, [name]), false])) is { } value) yield return (name, value);
            if (HasThis.Invoke(environment, null) is not true) continue;
            if (Read(() => This.Invoke(environment, null)) is { } self) yield return ("this", self);
        }
    }

    // A variable whose declaration was not reached has no value.
    private static JsValue? Read(Func<object?> read)
    {
        try
        {
            return (JsValue?)read();
        }
        catch (TargetInvocationException fault) when (fault.InnerException is JintException)
        {
            return null;
        }
    }

    private static T Found<T>(T? member)
        where T : class => member ?? throw new InvalidOperationException(
            $"This version of Jint ({typeof(Engine).Assembly.GetName().Version}) keeps the variables of functions elsewhere: Closures must be adapted.");
}
