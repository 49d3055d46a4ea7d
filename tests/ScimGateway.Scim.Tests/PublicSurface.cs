using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ScimGateway.Scim.Tests;

/// <summary>The public types and members of an assembly as text, a line each, in an order that does not depend on the
/// files.</summary>
internal static class PublicSurface
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>Compares it with <c>PublicSurface.txt</c> beside the tests, and says what to do where it differs.</summary>
    public static void Holds(Assembly assembly)
    {
        string folder = AppContext.BaseDirectory,
            received = Path.Combine(folder, "PublicSurface.received.txt"),
            name = assembly.GetName().Name!;
        string surface = Of(assembly), written = File.ReadAllText(Path.Combine(folder, "PublicSurface.txt"));
        if (surface == written) return;

        File.WriteAllText(received, surface);
        string[] before = written.Split('\n'), after = surface.Split('\n');
        Assert.Fail($"""
            The public surface of {name} is not what PublicSurface.txt says. Gone or changed:
            {string.Join('\n', before.Except(after))}
            New or changed:
            {string.Join('\n', after.Except(before))}
            If other projects shall have that:
            cp {received} tests/{name}.Tests/PublicSurface.txt
            """);
    }

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(type => type.Namespace).OrderBy(space => space.Key,
            StringComparer.Ordinal))
        {
            text.Append(space.Key).Append('\n');
            foreach (var type in space.OrderBy(NameOf, StringComparer.Ordinal))
            {
                text.Append("  ").Append(Head(type)).Append('\n');
                foreach (string member in Members(type)) text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : "class";
        string modifier =
            type is { IsAbstract: true, IsSealed: true } ? "static "
            : type is { IsAbstract: true, IsInterface: false } ? "abstract "
            : type is { IsSealed: true, IsClass: true } ? "sealed "
            : "";
        var above = type.GetInterfaces()
            .Where(one => one.IsPublic && !one.Name.StartsWith("IEquatable", StringComparison.Ordinal))
            .Select(NameOf)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            above.Insert(0, NameOf(parent));
        return $"{modifier}{kind} {NameOf(type)}{(above.Count == 0 || type.IsEnum ? "" : $" : {string.Join(", ", above)}")}";
    }

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetNames(type)
        : type.GetMembers(Own).Where(IsVisible).Select(Line).OfType<string>().Order(StringComparer.Ordinal);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        PropertyInfo { Name: "EqualityContract" } => false,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
            && !Made(method)
            && !method.DeclaringType!.IsSubclassOf(typeof(Delegate)),
        FieldInfo field => field.IsPublic || field.IsFamily,
        _ => false,
    };

    // What the compiler writes for every record is not worth a line; the accessors of properties have theirs.
    private static bool Made(MethodBase method) =>
        method.Name.StartsWith('<')
        || method.Name is "Deconstruct" or "PrintMembers"
        || (method.IsDefined(typeof(CompilerGeneratedAttribute)) && !method.IsSpecialName)
        || (method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal))
        || (
            method is ConstructorInfo copy
            && copy.GetParameters() is [var original]
            && original.ParameterType == copy.DeclaringType
        );

    private static string? Line(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{Modifier(property.GetAccessors(nonPublic: true)[0])}{NameOf(Nullability.Create(property))} {property.Name} {{ {Accessors(property)}}}",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true } => null,
        MethodInfo method =>
            $"{Modifier(method)}{NameOf(Nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})",
        FieldInfo { IsLiteral: true } constant =>
            $"const {NameOf(constant.FieldType)} {constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo field => $"{NameOf(field.FieldType)} {field.Name}",
        _ => null,
    };

    private static string Modifier(MethodInfo method) =>
        (method.IsFamily ? "protected " : "")
        + (
            method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method.GetBaseDefinition() != method ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual "
            : ""
        );

    private static string Accessors(PropertyInfo property)
    {
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return (property.GetMethod?.IsPublic == true ? "get; " : "")
            + (
                property.SetMethod?.IsPublic != true ? ""
                : isInit ? required + "init; "
                : "set; "
            );
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : "")}{NameOf(Nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "null"}" : "")}"));

    private static string NameOf(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        string mark = info.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (type.IsArray && info.ElementType is { } element) return $"{NameOf(element)}[]{mark}";
        if (!type.IsGenericType || Nullable.GetUnderlyingType(type) is not null || info.Type.IsByRef) return NameOf(type) + mark;
        return $"{Plain(type)}<{string.Join(", ", info.GenericTypeArguments.Select(NameOf))}>{mark}";
    }

    private static string NameOf(Type type) =>
        Keywords.GetValueOrDefault(type)
        ?? (Nullable.GetUnderlyingType(type) is { } value ? NameOf(value) + "?"
        : type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name);

    private static string Plain(Type type) => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
}
