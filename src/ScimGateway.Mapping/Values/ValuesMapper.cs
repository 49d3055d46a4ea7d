using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Values;

/// <summary><c>values: { male: "Male" }</c>: a two-way table.</summary>
internal sealed class ValuesMapper(IReadOnlyList<KeyValuePair<string, JsonNode>> values, AttributeType client) : ValueMapper
{
    private readonly FrozenDictionary<string, JsonNode> toTarget =
        values.ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, string> toClient =
        values.ToFrozenDictionary(pair => Scalars.Text(pair.Value), pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The treatment of a client's value that the table does not have; <see langword="null"/>: it passes
    /// unchanged.</summary>
    public OtherValue? Otherwise { get; init; }

    // The operation of a value in a filter: a filter on one value that became "X" does not mean all values that became "X".
    private const string Asking = "filter";

    /// <summary>A value of the client's that the table names.</summary>
    public string? Known => values.Select(pair => pair.Key).FirstOrDefault();

    public override Func<JsonNode, JsonNode?>? Unwritten =>
        Otherwise == OtherValue.Omitted ? value => Key(value) is { } key && toTarget.ContainsKey(key) ? null : value : null;

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        Key(value) is { } key && toTarget.TryGetValue(key, out var mapped) ? mapped.DeepClone()
        : operation == Asking && Otherwise is { Value: not null } ? null
        : Other(value);

    public override JsonNode? ToClient(JsonNode value) =>
        Key(value) is { } key && toClient.TryGetValue(key, out string? mapped)
            ? Scalars.To(client, JsonValue.Create(mapped))
            : value;

    private JsonNode? Other(JsonNode value)
    {
        if (Otherwise is null) return value;
        return Otherwise == OtherValue.Refused
            ? throw new ConversionException($"expected one of {string.Join(", ", toTarget.Keys.Order(StringComparer.Ordinal))}")
            : Otherwise.Value?.DeepClone();
    }

    private static string? Key(JsonNode value) =>
        value.GetValueKind() is JsonValueKind.Object or JsonValueKind.Array ? null : Scalars.Text(value);
}

/// <summary><c>otherwise</c>: the treatment of a value that a table does not have.</summary>
/// <param name="value">What the target gets; <see langword="null"/>: nothing.</param>
internal sealed class OtherValue(JsonNode? value)
{
    public static OtherValue Refused { get; } = new(null);

    public static OtherValue Omitted { get; } = new(null);

    public JsonNode? Value { get; } = value;
}
