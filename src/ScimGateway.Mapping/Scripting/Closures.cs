using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Native.Function;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The variables around a function (ECMA-262 section 9.1), which the engine does not publish.</summary>
/// <remarks>It reads internals of one version of Jint. If they are not as expected, no mapping is loaded: a value could be kept
/// from one call for the next.</remarks>
internal static class Closures
{
    private const BindingFlags Internal =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly FieldInfo Nearest = Found(typeof(Function).GetField("_environment", Internal));
    private static readonly Type Environment = Nearest.FieldType;
    private static readonly FieldInfo Outer = Found(Environment.GetField("_outerEnv", Internal));
    private static readonly MethodInfo Names = Found(Environment.GetMethod("GetAllBindingNames", Internal, []));
    private static readonly MethodInfo HasThis = Found(Environment.GetMethod("HasThisBinding", Internal, []));
    private static readonly MethodInfo This = Found(Environment.GetMethod("GetThisBinding", Internal, []));
    private static readonly MethodInfo Value = Found(Environment.GetMethods(Internal).FirstOrDefault(method =>
        method.Name == "GetBindingValue"
        && method.GetParameters() is [_, { ParameterType: var strict }]
        && strict == typeof(bool)));
    private static readonly MethodInfo Key = Found(
        Value.GetParameters()[0].ParameterType.GetMethod("op_Implicit", Internal, [typeof(string)]));

    /// <summary>The variables of the functions and blocks around a function, from the inside out, the script's own
    /// last.</summary>
    public static IEnumerable<object> Around(Function function)
    {
        for (object? environment = Nearest.GetValue(function); environment is not null; environment = Outer.GetValue(environment))
            yield return environment;
    }

    /// <summary>The names of one of them; <c>this</c> of a function among them.</summary>
    public static IEnumerable<string> NamesOf(object environment) =>
        HasThis.Invoke(environment, null) is true
            ? [.. (string[])Names.Invoke(environment, null)!, "this"]
            : (string[])Names.Invoke(environment, null)!;

    public static JsValue? ValueOf(object environment, string name) => name == "this"
        ? Read(() => This.Invoke(environment, null))
        : Read(() => Value.Invoke(environment, [Key.Invoke(null, [name]), false]));

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

    public static T Found<T>(T? member)
        where T : class => member ?? throw new InvalidOperationException(
            $"This version of Jint ({typeof(Engine).Assembly.GetName().Version}) keeps elsewhere what Closures and DefaultExec read: they must be adapted.");
}
