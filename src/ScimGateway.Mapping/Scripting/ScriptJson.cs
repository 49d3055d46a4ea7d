using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace ScimGateway.Mapping.Scripting;

/// <summary>JSON values to a script's values and back, by copy: a script never holds one of ours.</summary>
internal static class ScriptJson
{
    private const double SafeInteger = 9007199254740991;
    private const int Depth = 64;

    public static JsValue ToScript(Engine engine, JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => JsValue.Null,
        JsonValueKind.True => JsValue.True,
        JsonValueKind.False => JsValue.False,
        JsonValueKind.Number => new JsValue(Number(node.AsValue())),
        JsonValueKind.String => new JsValue(node.GetValue<string>()),
        JsonValueKind.Array => Array(engine, node.AsArray()),
        JsonValueKind.Object => Object(engine, node.AsObject()),
        var kind => throw new InvalidOperationException($"{kind} is no JSON value."),
    };

    /// <exception cref="ScriptFailedException">The value is none that JSON has.</exception>
    public static JsonNode? FromScript(JsValue value, int depth = 0)
    {
        if (depth > Depth) throw new ScriptFailedException($"gave a value nested deeper than {Depth} levels");
        if (value.IsNull() || value.IsUndefined()) return null;
        if (value.IsBoolean()) return JsonValue.Create(value.AsBoolean());
        if (value.IsString()) return JsonValue.Create(value.AsString());
        if (value.IsNumber()) return FromNumber(value.AsNumber());
        if (value.IsArray()) return FromArray(value.AsArray(), depth);
        var instance = value.AsObject();
        return instance.Class == "Object"
            ? FromObject(instance, depth)
            : throw new ScriptFailedException($"gave a {instance.Class}, which is no JSON value");
    }

    private static double Number(JsonValue value) =>
        value.TryGetValue(out double number) ? number : Convert.ToDouble(value.GetValue<object>());

    private static JsonValue FromNumber(double number)
    {
        if (!double.IsFinite(number)) throw new ScriptFailedException($"gave {number}, which is no JSON number");
        return number == Math.Floor(number) && Math.Abs(number) <= SafeInteger ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private static ObjectInstance Array(Engine engine, JsonArray items)
    {
        var array = engine.Array.Construct(Arguments.Empty);
        for (int i = 0; i < items.Count; i++) array.Put(i.ToString(), ToScript(engine, items[i]), true);
        return array;
    }

    private static ObjectInstance Object(Engine engine, JsonObject members)
    {
        var instance = engine.Object.Construct(Arguments.Empty);
        foreach (var member in members) instance.FastAddProperty(member.Key, ToScript(engine, member.Value), true, true, true);
        return instance;
    }

    private static JsonArray FromArray(ObjectInstance items, int depth)
    {
        var array = new JsonArray();
        int length = (int)TypeConverter.ToUint32(items.Get("length"));
        for (int i = 0; i < length; i++) array.Add(FromScript(items.Get(i.ToString()), depth + 1));
        return array;
    }

    private static JsonObject FromObject(ObjectInstance members, int depth)
    {
        var json = new JsonObject();
        foreach (var member in members.GetOwnProperties())
            if (member.Value.Enumerable == true && members.Get(member.Key) is var value && !value.IsUndefined())
                json[member.Key] = FromScript(value, depth + 1);
        return json;
    }
}
