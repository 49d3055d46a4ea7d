using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace ScimGateway.Mapping.Scripting;

/// <summary>JSON values to a script's values and back, by copy: a script never gets one of our objects.</summary>
internal sealed class ScriptJson(Engine engine, ScriptLimits limits)
{
    private const double SafeInteger = 9007199254740991;

    private int values;
    private long characters;

    /// <exception cref="ScriptInputException">It contains a number that JavaScript does not have.</exception>
    public JsValue ToScript(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => JsValue.Null,
        JsonValueKind.True => JsBoolean.True,
        JsonValueKind.False => JsBoolean.False,
        JsonValueKind.Number => JsNumber.Create(Number(node.AsValue())),
        JsonValueKind.String => JsString.Create(node.GetValue<string>()),
        JsonValueKind.Array => new JsArray(engine, [.. node.AsArray().Select(ToScript)]),
        JsonValueKind.Object => JsObject.CreateFromEntries(
            engine, node.AsObject().Select(member => KeyValuePair.Create(member.Key, ToScript(member.Value)))),
        var kind => throw new InvalidOperationException($"{kind} is no JSON value."),
    };

    /// <exception cref="ScriptFailedException">The value cannot be JSON.</exception>
    /// <exception cref="ScriptLimitException">It contains too many values: <c>a = [a, a]</c> forty times.</exception>
    public JsonNode? FromScript(JsValue value)
    {
        values = 0;
        characters = 0;
        return FromScript(value, 0);
    }

    private JsonNode? FromScript(JsValue value, int depth)
    {
        if (depth > limits.Depth) throw new ScriptFailedException($"gave a value nested deeper than {limits.Depth} levels");
        if (++values > limits.Values) throw new ScriptLimitException($"gave more than {limits.Values} values");
        return value switch
        {
            _ when value.IsNull() || value.IsUndefined() => null,
            JsBoolean => JsonValue.Create(value.AsBoolean()),
            JsString => JsonValue.Create(Counted(value.ToString())),
            JsNumber => FromNumber(value.AsNumber()),
            JsArray list => FromArray(list, depth),
            JsObject members => FromObject(members, depth),
            _ => throw new ScriptFailedException($"gave {Kind(value)}, which is no JSON value"),
        };
    }

    private static double Number(JsonValue value)
    {
        double number = value.TryGetValue(out double given) ? given : Convert.ToDouble(value.GetValue<object>());
        if (!double.IsFinite(number)) throw new ScriptInputException("holds a number that is beyond the range of a double");
        return Math.Abs(number) > SafeInteger && value.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? throw new ScriptInputException("holds an integer of more digits than a double keeps (2^53)")
            : number;
    }

    // All strings of a result together, since each of them is written out.
    private string Counted(string text)
    {
        characters += text.Length;
        if (characters > limits.StringLength * 4L)
            throw new ScriptLimitException($"gave more than {limits.StringLength * 4L} characters");
        return text;
    }

    private static JsonValue FromNumber(double number)
    {
        if (!double.IsFinite(number)) throw new ScriptFailedException($"gave {number}, which is no JSON number");
        return number == Math.Floor(number) && Math.Abs(number) <= SafeInteger
            ? JsonValue.Create((long)number)
            : JsonValue.Create(number);
    }

    private JsonArray FromArray(JsArray items, int depth)
    {
        var array = new JsonArray();
        for (uint i = 0; i < items.Length; i++) array.Add(FromScript(items.Get(JsNumber.Create(i)), depth + 1));
        return array;
    }

    private JsonObject FromObject(JsObject members, int depth)
    {
        var json = new JsonObject();
        foreach (var key in members.GetOwnPropertyKeys(Types.String))
            if (members.GetOwnProperty(key).Enumerable && members.Get(key) is var value && !value.IsUndefined())
                json[Counted(key.ToString())] = FromScript(value, depth + 1);
        return json;
    }

    private static string Kind(JsValue value) => value switch
    {
        JsRegExp => "a RegExp",
        JsDate => "a Date",
        JsMap => "a Map",
        JsSet => "a Set",
        _ when value.IsCallable() => "a Function",
        _ => $"a {value.Type}",
    };
}
