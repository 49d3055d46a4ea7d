using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Values;

/// <summary><c>values: { male: "Male" }</c>: a two-way table; what it does not name passes as it is.</summary>
internal sealed class ValuesMapper(IReadOnlyList<KeyValuePair<string, JsonNode>> values, AttributeType client) : ValueMapper
{
    private readonly FrozenDictionary<string, JsonNode> toTarget =
        values.ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, string> toClient =
        values.ToFrozenDictionary(pair => Scalars.Text(pair.Value), pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        Key(value) is { } key && toTarget.TryGetValue(key, out var mapped) ? mapped.DeepClone() : value;

    public override JsonNode? ToClient(JsonNode value) =>
        Key(value) is { } key && toClient.TryGetValue(key, out string? mapped) ? Scalars.To(client, JsonValue.Create(mapped)) : value;

    private static string? Key(JsonNode value) => value.GetValueKind() is JsonValueKind.Object or JsonValueKind.Array ? null : Scalars.Text(value);
}
