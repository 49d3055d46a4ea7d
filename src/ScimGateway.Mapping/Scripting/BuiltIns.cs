using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The built-ins of a script: an allow-list of the language's objects, limited (<see cref="NativeGuards"/>) and frozen.
/// Objects that a newer engine adds are not in it.</summary>
internal static class BuiltIns
{
    /// <summary>The global names that are kept.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(
    [
        "Object", "Array", "String", "Number", "Boolean", "Math", "JSON", "Date", "RegExp", "Map", "Set", "Symbol", "Function",
        "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "URIError", "EvalError",
        "parseInt", "parseFloat", "isNaN", "isFinite",
        "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "escape", "unescape",
        "undefined", "NaN", "Infinity",
    ], StringComparer.Ordinal);

    // Names that a script may give to members of its own objects, although the prototype has them too.
    private static readonly HashSet<string> Overridden = new(
        ["toString", "toLocaleString", "valueOf", "toJSON", "constructor", "name", "join"],
        StringComparer.Ordinal
    );

    private static readonly string[] Enabled =
        [
            "Array",
            "String",
            "Number",
            "Boolean",
            "Function",
            "Date",
            "RegExp",
            "Map",
            "Set",
            "TypeError",
            "RangeError",
            "SyntaxError",
            "ReferenceError",
        ];

    private static readonly string[] Iterators =
        ["[].values()", "new Map().entries()", "new Set().values()", "''[Symbol.iterator]()", "''.matchAll(/a/g)"];

    // Members that keep a value for the next call (RegExp.$1, compile, Symbol.for), allow loops without a limit (iterator
    // helpers, raw) or read a clock (Temporal).
    private static readonly (string Owner, string[] Members)[] Removed =
    [
        ("RegExp", ["input", "$_", "lastMatch", "$&", "lastParen", "$+", "leftContext", "$`", "rightContext", "$'"]),
        ("RegExp", ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"]),
        ("RegExp.prototype", ["compile"]),
        ("Symbol", ["for", "keyFor"]),
        ("String", ["raw"]),
        ("Array", ["fromAsync"]),
        ("Math", ["sumPrecise"]),
        (
            "Set.prototype",
            ["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"]
        ),
        ("Date.prototype", ["toTemporalInstant"]),
    ];

    /// <summary>Reduces an engine's built-ins to those that a script may use.</summary>
    /// <param name="engine">Has run nothing yet.</param>
    /// <param name="limits">The limits of a call.</param>
    /// <param name="shared">Objects that cannot be frozen.</param>
    /// <param name="check">Checks the time and the memory of the call.</param>
    /// <returns>All of them, frozen.</returns>
    public static Freezer Install(Engine engine, ScriptLimits limits, SharedObjects shared, Action check)
    {
        // Iterators have no name of their own: they get the members that their prototypes inherit.
        ObjectInstance[] iterators = [.. Iterators.Select(text => (ObjectInstance)engine.Evaluate(text))];
        var global = engine.Global;
        foreach (var name in global.GetOwnPropertyKeys())
            if (!Names.Contains(name.ToString())) global.Delete(name);
        foreach (var (owner, members) in Removed)
            foreach (string member in members) At(engine, owner).Delete(member);
        var helpers = iterators[0].Prototype!.Prototype!;
        foreach (var name in helpers.GetOwnPropertyKeys())
            if (name.IsString() && name.ToString() is not "next") helpers.Delete(name);
        new NativeGuards(engine, limits, shared, check).Install();
        new GrowingText(engine, limits).Install();
        new LongText(engine, limits).Install();
        var freezer = new Freezer(engine);
        freezer.Enable(At(engine, "Object.prototype"));
        freezer.Enable(At(engine, "Error.prototype"));
        foreach (string name in Enabled) freezer.Enable(At(engine, name + ".prototype"), Overridden);
        foreach (var name in global.GetOwnPropertyKeys()) freezer.Freeze(global.Get(name));
        foreach (var iterator in iterators) freezer.Freeze(iterator.Prototype!);
        return freezer;
    }

    /// <summary>A built-in by its path: <c>String.prototype</c>.</summary>
    public static ObjectInstance At(Engine engine, string path) =>
        path.Split('.').Aggregate((ObjectInstance)engine.Global, (owner, name) => (ObjectInstance)owner.Get(name));

    /// <summary>Whether there is such a built-in.</summary>
    public static bool Has(Engine engine, string path)
    {
        JsValue owner = engine.Global;
        foreach (string name in path.Split('.'))
            owner = owner is ObjectInstance instance ? instance.Get(name) : JsValue.Undefined;
        return !owner.IsUndefined();
    }
}
