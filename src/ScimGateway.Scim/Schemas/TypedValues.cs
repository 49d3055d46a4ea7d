using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Schemas;

/// <summary>Whether a JSON value has the type that a schema gives its attribute (RFC 7643 section 2.3), and how to give it that
/// type.</summary>
internal static class TypedValues
{
    public static bool Fits(JsonNode value, AttributeType type)
    {
        var kind = value.GetValueKind();
        return type switch
        {
            AttributeType.String or AttributeType.DateTime or AttributeType.Reference or AttributeType.Binary => kind
                == JsonValueKind.String,
            AttributeType.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            AttributeType.Integer => kind == JsonValueKind.Number && value.ToJsonString().AsSpan().IndexOfAny(".eE") < 0,
            AttributeType.Decimal => kind == JsonValueKind.Number,
            AttributeType.Complex => kind == JsonValueKind.Object,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such attribute type."),
        };
    }

    /// <summary>The same value in the schema's type (<c>"False"</c>, <c>42</c>, <c>"42"</c>); <see langword="null"/> when that is
    /// not possible.</summary>
    public static JsonNode? Convert(JsonNode value, AttributeType type) => type switch
    {
        AttributeType.String or AttributeType.Reference => value is JsonValue ? JsonValue.Create(value.ToJsonString()) : null,
        AttributeType.Boolean => value.IsString(out string? word) && bool.TryParse(word, out bool truth)
            ? JsonValue.Create(truth)
            : null,
        AttributeType.Integer => value.IsString(out _) && value.IsInteger(out long number) ? JsonValue.Create(number) : null,
        AttributeType.Decimal => ToDecimal(value),
        AttributeType.DateTime or AttributeType.Binary or AttributeType.Complex => null,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such attribute type."),
    };

    /// <summary>A description of values of that type, with its article, for sentences.</summary>
    public static string Describe(AttributeType type) => type switch
    {
        AttributeType.Boolean => "a boolean",
        AttributeType.Integer => "an integer",
        AttributeType.Decimal => "a number",
        AttributeType.Complex => "an object",
        _ => "a string",
    };

    /// <summary>A description of a value, with its article, for sentences.</summary>
    public static string Describe(JsonNode? value) => ScimJson.KindOf(value) switch
    {
        "null" => "null",
        "object" => "an object",
        "array" => "an array",
        var kind => "a " + kind,
    };

    private static JsonNode? ToDecimal(JsonNode value)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return value.IsString(out string? text) && decimal.TryParse(text, style, CultureInfo.InvariantCulture, out decimal number)
            ? JsonValue.Create(number)
            : null;
    }
}
