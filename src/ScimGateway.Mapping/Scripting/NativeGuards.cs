using System.Runtime.CompilerServices;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using ScriptCallable = Jint.Native.Function.ScriptFunction;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Limits the built-ins that can do too much inside one statement, where the engine's own limits are not checked: grow a
/// string without end, call each other without a script's function in between (<c>{ toString: String.prototype.trim }</c>),
/// change objects that calls share.</summary>
internal sealed class NativeGuards(Engine engine, ScriptLimits limits, SharedObjects shared, Action check)
{
    private delegate JsValue Native(JsValue self, params JsValue[] arguments);

    private delegate JsValue Guard(Native native, JsValue self, JsValue[] arguments);

    // Their methods accept any object as this, and read its text, its number or its members.
    private static readonly string[] Generic =
        [
            "Object.prototype",
            "Function.prototype",
            "String.prototype",
            "Array.prototype",
            "Error.prototype",
            "Date.prototype",
            "RegExp.prototype",
        ];

    // They convert their arguments, or call them.
    private static readonly string[] Others = [
        "Number.prototype",
        "Map.prototype",
        "Set.prototype",
        "Object",
        "Array",
        "String",
        "Number",
        "Math",
    ];

    private static readonly HashSet<string> CallingBack = new(
        [
            "map",
            "forEach",
            "filter",
            "reduce",
            "reduceRight",
            "some",
            "every",
            "find",
            "findIndex",
            "findLast",
            "findLastIndex",
            "flatMap",
            "sort",
            "toSorted",
            "from",
            "groupBy",
            "replace",
            "replaceAll",
        ], StringComparer.Ordinal);

    private const int MostBound = 50;
    private const double MostComparisons = 1e9; // of characters, by a search that meets the worst: about 40 ms

    private static readonly string[] Changing = ["set", "add", "delete", "clear", "getOrInsert", "getOrInsertComputed"];

    public void Install()
    {
        foreach (string name in new[] { "encodeURI", "encodeURIComponent", "escape" }) Put(engine.Global, name, Short);
        foreach (string owner in new[] { "Map.prototype", "Set.prototype" })
            Each(owner, name => Changing.Contains(name), Unshared);
        Each("Date.prototype", name => name.StartsWith("set", StringComparison.Ordinal), Unshared);
        Put(BuiltIns.At(engine, "JSON"), "stringify", (_, _, arguments) =>
            new JsonStringify(engine, limits).Write(At(arguments, 0), At(arguments, 1), At(arguments, 2)));
        Put(BuiltIns.At(engine, "JSON"), "parse", (native, _, arguments) => new JsonRevival(engine, limits)
            .Read(native(JsValue.Undefined, At(arguments, 0)), At(arguments, 1)));
        Put(BuiltIns.At(engine, "Function.prototype"), "bind", Bind);
        Each("Object", name => name != "prototype", Members);
        var pattern = BuiltIns.At(engine, "RegExp.prototype");
        foreach (string name in new[] { "exec", "test" }) Put(pattern, name, Matched);
        DefaultExec.Set(pattern, (ClrFunction)pattern.Get("exec"));
        foreach (string name in new[] { "match", "matchAll", "replace", "search", "split" })
            Put(pattern, BuiltIns.At(engine, "Symbol").Get(name), Matched);
        new BoundedRegExp(engine, (Constructor)engine.Global.Get("RegExp")).Install();
        var text = BuiltIns.At(engine, "String.prototype");
        Put(text, "repeat", Repeat);
        foreach (string name in new[] { "padStart", "padEnd" })
            Put(text, name, (native, self, arguments) => native(Fits(self, _ => Number(At(arguments, 0))), arguments));
        Put(text, "concat", Concat);
        Put(text, "match", Match);
        foreach (string name in new[] { "matchAll", "search" })
            Put(text, name, (native, self, arguments) => native(self, Pattern(arguments)));
        foreach (string name in new[] { "indexOf", "lastIndexOf", "includes", "split" }) Put(text, name, Search);
        Put(text, "normalize", (native, self, arguments) => native(Fits(self, length => length), arguments));
        foreach (string name in new[] { "replace", "replaceAll" }) Put(text, name, Replace);
        var array = BuiltIns.At(engine, "Array.prototype");
        Put(array, "join", (_, self, arguments) => Join(self, At(arguments, 0)));
        Put(array, "toLocaleString", (_, self, _) => Join(self, JsValue.Undefined));
        Put(array, "flat", Flat);
        foreach (string owner in Generic.Concat(Others))
            Each(owner, name => name != "prototype", (native, self, arguments) => native(self, arguments));
    }

    // A text has a member for each of its characters.
    private JsValue Members(Native native, JsValue self, JsValue[] arguments)
    {
        foreach (var argument in arguments) LongText.Refuse(argument, limits);
        return native(self, arguments);
    }

    private JsValue Search(Native native, JsValue self, JsValue[] arguments)
    {
        if (self is JsString text && At(arguments, 0) is JsString part && (double)text.Length * part.Length > MostComparisons)
            throw new ScriptLimitException("searched a long string for a long string");
        return native(self, arguments);
    }

    // A value that is not a pattern is converted to one.
    private static JsValue[] Pattern(JsValue[] arguments) =>
        At(arguments, 0) is var given && (given.IsUndefined() || given is JsRegExp)
            ? arguments
            : [PatternTexts.Bounded(TypeConverter.ToString(given)), .. arguments.Skip(1)];

    // A group in a loop keeps each of its matches until the end.
    private JsValue Matched(Native native, JsValue self, JsValue[] arguments)
    {
        if (self is not JsRegExp pattern) return native(self, arguments);
        string text = TypeConverter.ToString(At(arguments, 0));
        if ((double)text.Length * pattern.Source.Count(character => character == '(') > 2.0 * limits.StringLength)
            throw new ScriptLimitException("matched a pattern of many groups with a long string");
        return native(self, [text, .. arguments.Skip(1)]);
    }

    /// <summary>Refuses a text past the limit.</summary>
    private double Fits(double length) => length > limits.StringLength
        ? throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters")
        : length;

    private JsString Fits(JsValue self, Func<double, double> length)
    {
        string text = TypeConverter.ToString(self);
        Fits(length(text.Length));
        return new JsString(text);
    }

    // The engine's own fault for a negative or infinite number.
    private JsValue Repeat(Native native, JsValue self, JsValue[] arguments)
    {
        double times = Number(At(arguments, 0));
        if (times < 0 || double.IsPositiveInfinity(times)) return native(self, JsNumber.Create(times));
        var text = Fits(self, length => length * times);
        return text.Length == 0 ? text : native(text, JsNumber.Create(times));
    }

    // The same depth as for the result; a = [a, a] forty times has no end.
    private JsArray Flat(Native native, JsValue self, JsValue[] arguments)
    {
        var flat = new JsArray(engine, []);
        double depth = At(arguments, 0) is var given && given.IsUndefined() ? 1 : Number(given);
        int seen = 0;
        Flatten(Items(self), Math.Min(depth, limits.Depth), flat, ref seen);
        return flat;
    }

    private void Flatten(ObjectInstance items, double depth, JsArray flat, ref int seen)
    {
        double length = TypeConverter.ToLength(items.Get("length"));
        for (int i = 0; i < length; i++)
        {
            if (++seen > limits.ArrayLength) throw new ScriptLimitException(
                $"made an array of more elements than it may (limits.scriptArrayLength: {limits.ArrayLength})"
            );
            if (!items.HasProperty(JsNumber.Create(i))) continue;
            var item = items.Get(JsNumber.Create(i));
            if (depth >= 1 && item is JsArray inner) Flatten(inner, depth - 1, flat, ref seen);
            else flat.Push(item);
        }
    }

    private ObjectInstance Items(JsValue self) =>
        self as ObjectInstance ?? engine.Intrinsics.Object.Construct([self], engine.Intrinsics.Object);

    private JsValue Short(Native native, JsValue self, JsValue[] arguments) =>
        native(self, Fits(At(arguments, 0), length => length));

    private JsValue Unshared(Native native, JsValue self, JsValue[] arguments) => shared.Has(self)
        ? throw new JavaScriptException(
            engine.Intrinsics.TypeError,
            "Cannot change what all calls share; make it inside the function."
        )
        : native(self, arguments);

    // A bound function calls its target without checking the stack; all others check it, call and apply among them.
    private JsValue Bind(Native native, JsValue self, JsValue[] arguments)
    {
        var function = native(self, [.. arguments]); // copied: the engine reuses the list of arguments for another call
        int times = 0, length = 0;
        for (var next = function; next is BindFunction bound; next = bound.BoundTargetFunction)
        {
            length += bound.BoundArguments.Length;
            if (++times > MostBound || length > limits.ArrayLength)
                throw new ScriptLimitException(
                    $"bound a function more than {MostBound} times, or to more than {limits.ArrayLength} values"
                );
        }

        if (function is BindFunction made) shared.Note(made, [made.BoundTargetFunction, made.BoundThis, .. made.BoundArguments]);
        return function;
    }

    private JsValue Concat(Native native, JsValue self, JsValue[] arguments)
    {
        string[] texts = [TypeConverter.ToString(self), .. arguments.Select(TypeConverter.ToString)];
        Fits(texts.Sum(text => (double)text.Length));
        return string.Concat(texts);
    }

    // One match at a time, as in ECMA-262 section 22.2.6.8: the engine finds all of them before it counts them.
    private JsValue Match(Native native, JsValue self, JsValue[] arguments)
    {
        arguments = Pattern(arguments);
        if (At(arguments, 0) is not JsRegExp { Global: true } pattern || self.IsNull() || self.IsUndefined())
            return native(self, arguments);
        bool byCodePoint =
            pattern.Flags.Contains('u', StringComparison.Ordinal) || pattern.Flags.Contains('v', StringComparison.Ordinal);
        string text = TypeConverter.ToString(self);
        var exec = pattern.Get("exec");
        var matches = new JsArray(engine, []);
        pattern.Set("lastIndex", JsNumber.Create(0));
        while (exec.Call(pattern, [text]) is ObjectInstance match)
        {
            check();
            string found = TypeConverter.ToString(match.Get("0"));
            matches.Push(found);
            if (matches.Length > limits.ArrayLength) throw new ScriptLimitException(
                $"made an array of more elements than it may (limits.scriptArrayLength: {limits.ArrayLength})"
            );
            if (found.Length > 0) continue;
            int at = (int)TypeConverter.ToLength(pattern.Get("lastIndex"));
            bool isPair = byCodePoint && at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
            pattern.Set("lastIndex", JsNumber.Create(at + (isPair ? 2 : 1)));
        }

        return matches.Length == 0 ? JsValue.Null : matches;
    }

    private JsValue Replace(Native native, JsValue self, JsValue[] arguments)
    {
        if (arguments.Length < 2) return native(self, arguments);
        if (arguments[1].IsCallable()) return native(self, arguments[0], Counted(arguments[1]));
        string text = TypeConverter.ToString(self), by = TypeConverter.ToString(arguments[1]);
        bool around = by.Contains("$`", StringComparison.Ordinal) || by.Contains("$'", StringComparison.Ordinal);
        double parts = around ? text.Length + by.Length : by.Length;
        if ((text.Length + 1.0) * (parts + 1) > 16.0 * limits.StringLength)
            throw new ScriptLimitException($"asked for a replacement that may pass {limits.StringLength} characters");
        var replaced = native(new JsString(text), arguments[0], new JsString(by));
        Fits(replaced.IsString() ? replaced.ToString().Length - text.Length : 0);
        return replaced;
    }

    private ClrFunction Counted(JsValue function)
    {
        double grown = 0;
        return new ClrFunction(engine, "", (self, parts) =>
        {
            string part = TypeConverter.ToString(function.Call(self, parts));
            Fits(grown += part.Length);
            return part;
        });
    }

    private JsValue Join(JsValue self, JsValue separator)
    {
        var array = Items(self);
        double length = TypeConverter.ToLength(array.Get("length"));
        if (length > limits.ArrayLength) throw new ScriptLimitException(
            $"made an array of more elements than it may (limits.scriptArrayLength: {limits.ArrayLength})"
        );
        string between = separator.IsUndefined() ? "," : TypeConverter.ToString(separator);
        var joined = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            var item = array.Get(JsNumber.Create(i));
            if (i > 0) joined.Append(between);
            if (!item.IsUndefined() && !item.IsNull()) joined.Append(TypeConverter.ToString(item));
            Fits(joined.Length);
        }

        return joined.ToString();
    }

    private void Each(string owner, Predicate<string> named, Guard guard)
    {
        var instance = BuiltIns.At(engine, owner);
        foreach (var (key, member) in instance.GetOwnProperties().ToList())
        {
            string name = key.ToString();
            if (!named(name) || name == "constructor") continue;
            if (member.IsAccessorDescriptor() && member.Get is { } get && get.IsCallable())
                instance.DefineOwnProperty(key, new GetSetPropertyDescriptor(
                    Wrapped(get, "get " + name, guard), member.Set, member.Enumerable, member.Configurable));
            else if (member.IsDataDescriptor() && member.Value is { } value && value.IsCallable() && value is not ClrFunction)
                Put(instance, key, guard);
        }
    }

    private void Put(ObjectInstance owner, JsValue key, Guard guard) =>
        owner.DefineOwnProperty(key, new PropertyDescriptor(
            Wrapped(owner.Get(key), key.IsString() ? key.ToString() : "", guard),
            writable: true,
            enumerable: false,
            configurable: true
        ));

    private ClrFunction Wrapped(JsValue native, string name, Guard guard)
    {
        JsValue Call(JsValue self, params JsValue[] arguments) => native.Call(self, arguments);
        bool callsBack = CallingBack.Contains(name);
        return new ClrFunction(engine, name, (self, arguments) =>
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            check();
            return guard(Call, self, callsBack ? Checked(arguments) : arguments);
        }, (int)TypeConverter.ToNumber(((ObjectInstance)native).Get("length")), PropertyFlag.Configurable);
    }

    // A callback of the language's own, such as parseFloat, runs no statement in which the limits would be checked.
    private JsValue[] Checked(JsValue[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
            if (arguments[i] is Function and not ScriptCallable and not ClrFunction) return [.. arguments.Select(Checked)];
        return arguments;
    }

    private JsValue Checked(JsValue argument) => argument is not Function || argument is ScriptCallable or ClrFunction
        ? argument
        : new ClrFunction(engine, "", (self, given) =>
        {
            check();
            return argument.Call(self, given);
        });

    private static double Number(JsValue value) => TypeConverter.ToNumber(value);

    private static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;
}
