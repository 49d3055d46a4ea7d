using System.Text.Json.Nodes;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Values of a definition (<c>default</c>, <c>constant</c>, <c>values</c>) as JSON.</summary>
internal static class ScriptNodes
{
    public static JsonNode? ToJson(ScriptNode node) => node switch
    {
        ScriptFlag flag => JsonValue.Create(flag.Value),
        ScriptText text => JsonValue.Create(text.Value),
        ScriptNumber number when number.Value == Math.Floor(number.Value) && Math.Abs(number.Value) < 1e15 =>
            JsonValue.Create((long)number.Value),
        ScriptNumber number => JsonValue.Create(number.Value),
        ScriptList list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScriptMap map => new JsonObject(map.Members.Select(member => KeyValuePair.Create(member.Key, ToJson(member.Value)))),
        _ => null,
    };
}
