using System.Runtime.CompilerServices;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace ScimGateway.Mapping.Scripting;

/// <summary><c>JSON.stringify</c> (ECMA-262 section 25.5.2) with limits: the engine's own recurses as deep as the value, and
/// writes <c>a = [a, a]</c> forty times over.</summary>
internal sealed class JsonStringify(Engine engine, ScriptLimits limits)
{
    private readonly StringBuilder text = new();
    private JsValue replacer = JsValue.Undefined;
    private HashSet<string>? only;
    private string gap = "";
    private int values;

    public JsValue Write(JsValue value, JsValue replace, JsValue space)
    {
        if (replace.IsCallable()) replacer = replace;
        else if (replace.IsArray()) only = Names(replace.AsArray());
        gap = Gap(Primitive(space));
        var holder = new JsObject(engine);
        holder.Set("", value);
        return Member(holder, "", 0) ? text.ToString() : JsValue.Undefined;
    }

    private HashSet<string> Names(JsArray listed)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        long characters = 0;
        foreach (var name in listed.Select(Primitive).Where(name => name.IsString() || name.IsNumber()))
        {
            characters += name.ToString().Length;
            if (characters > limits.StringLength)
                throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters");
            names.Add(name.ToString());
        }

        return names;
    }

    // new Number(3) is written as 3.
    private static JsValue Primitive(JsValue value) => value is not ObjectInstance ? value : value.GetType().Name switch
    {
        "NumberInstance" => JsNumber.Create(TypeConverter.ToNumber(value)),
        "StringInstance" => new JsString(TypeConverter.ToString(value)),
        "BooleanInstance" => TypeConverter.ToPrimitive(value, Types.Number),
        _ => value,
    };

    private static string Gap(JsValue space) => space switch
    {
        JsNumber => new string(' ', (int)Math.Clamp(space.AsNumber(), 0, 10)),
        JsString => space.ToString()[..Math.Min(10, space.ToString().Length)],
        _ => "",
    };

    /// <returns>Whether there is anything to write: functions and undefined are left out.</returns>
    private bool Member(ObjectInstance holder, string key, int depth, Action? before = null)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (depth > limits.Depth) throw new ScriptLimitException($"wrote JSON nested deeper than {limits.Depth} levels");
        if (++values > limits.Values) throw new ScriptLimitException($"wrote JSON of more than {limits.Values} values");
        var value = holder.Get(key);
        if (value is ObjectInstance converted && converted.Get("toJSON") is var toJson && toJson.IsCallable())
            value = toJson.Call(value, [key]);
        if (!replacer.IsUndefined()) value = replacer.Call(holder, [key, value]);
        value = Primitive(value);
        if (value.IsUndefined() || value.IsSymbol() || value.IsCallable()) return false;
        before?.Invoke();
        switch (value)
        {
            case ObjectInstance instance when value.IsArray(): List(instance, depth); break;
            case ObjectInstance instance: Members(instance, depth); break;
            case JsString: Quote(value.ToString()); break;
            case JsNumber: Append(double.IsFinite(value.AsNumber()) ? value.ToString() : "null"); break;
            default: Append(value.ToString()); break;
        }

        return true;
    }

    private void List(ObjectInstance array, int depth)
    {
        double length = TypeConverter.ToLength(array.Get("length"));
        Append("[");
        for (int i = 0; i < length; i++)
        {
            Separate(i == 0, depth + 1);
            if (!Member(array, i.ToString(), depth + 1)) Append("null");
        }

        if (length > 0) Line(depth);
        Append("]");
    }

    private void Members(ObjectInstance instance, int depth)
    {
        bool isEmpty = true;
        Append("{");
        foreach (var name in only?.Select(name => (JsValue)name) ?? instance.GetOwnPropertyKeys(Types.String))
        {
            if (!instance.GetOwnProperty(name).Enumerable) continue;
            string key = name.ToString();
            if (Member(instance, key, depth + 1, () => Name(key, isEmpty, depth + 1))) isEmpty = false;
        }

        if (!isEmpty) Line(depth);
        Append("}");
    }

    private void Name(string key, bool isFirst, int depth)
    {
        Separate(isFirst, depth);
        Quote(key);
        Append(gap.Length > 0 ? ": " : ":");
    }

    private void Separate(bool isFirst, int depth)
    {
        if (!isFirst) Append(",");
        Line(depth);
    }

    private void Line(int depth)
    {
        if (gap.Length == 0) return;
        Append("\n");
        for (int i = 0; i < depth; i++) Append(gap);
    }

    private void Quote(string value)
    {
        Append("\"");
        int copied = 0;
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }

            if (Escaped(value[i]) is not { } escaped) continue;
            Append(value[copied..i]);
            Append(escaped);
            copied = i + 1;
        }

        Append(value[copied..]);
        Append("\"");
    }

    private static string? Escaped(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        < ' ' => $"\\u{(int)character:x4}",
        _ when char.IsSurrogate(character) => $"\\u{(int)character:x4}",
        _ => null,
    };

    private void Append(string part)
    {
        if (text.Length + part.Length > limits.StringLength)
            throw new ScriptLimitException($"made a string of more than {limits.StringLength} characters");
        text.Append(part);
    }
}
