using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Values;

/// <summary>The scalars of JSON, each from whatever spelling a system uses.</summary>
internal static class Scalars
{
    public static JsonNode To(AttributeType type, JsonNode value) => type switch
    {
        AttributeType.Boolean => Boolean(value),
        AttributeType.Integer => Integer(value),
        AttributeType.Decimal when Text(value) is var text => decimal.TryParse(
            text,
            CultureInfo.InvariantCulture,
            out decimal number
        )
            ? JsonValue.Create(number)
            : throw new ConversionException("it is no number"),
        _ => value.IsString(out _) ? value : JsonValue.Create(Text(value)),
    };

    public static string Text(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Object or JsonValueKind.Array => throw new ConversionException("expected one plain value"),
        _ => value.ToJsonString(),
    };

    private static JsonValue Boolean(JsonNode value) => Text(value).Trim().ToLowerInvariant() switch
    {
        "true" or "1" or "yes" => JsonValue.Create(true),
        "false" or "0" or "no" => JsonValue.Create(false),
        _ => throw new ConversionException("it is no boolean"),
    };

    private static JsonValue Integer(JsonNode value) =>
        long.TryParse(Text(value).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? JsonValue.Create(number)
            : throw new ConversionException("it is no integer");
}

/// <summary><c>convert: "boolean"</c>, <c>"integer"</c>, <c>"string"</c>: the target's type; read back as the schema's
/// type.</summary>
internal sealed class TypeMapper(AttributeType target, AttributeType client) : ValueMapper
{
    public AttributeType Client { get; } = client;

    public override bool KeepsOrder => target == Client;

    public override JsonNode? ToTarget(JsonNode value, string operation) => Scalars.To(target, value);

    public override JsonNode? ToClient(JsonNode value) => Scalars.To(Client, value);
}

/// <summary><c>convert: "date"</c>: the first ten characters of a date-time; read back as a date too, and as midnight UTC when
/// the schema wants a date-time.</summary>
internal sealed class DateMapper(bool clientWantsTime) : ValueMapper
{
    public override bool KeepsOrder => true;

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        Date(value) is { } date
            ? JsonValue.Create(date)
            : throw new ConversionException("expected a date such as 2026-01-31, or a date-time that starts so");

    public override JsonNode? ToClient(JsonNode value)
    {
        if (Date(value) is not { } date) return value;
        if (!clientWantsTime) return JsonValue.Create(date);
        return value.IsString(out string? text) && text.Length == date.Length ? JsonValue.Create(date + "T00:00:00Z") : value;
    }

    private static string? Date(JsonNode value) => value.IsString(out string? text) && text.Length >= 10
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text[..10]
            : null;
}

/// <summary><c>convert: "lower"</c>: the target requires lower case; its answer is not changed.</summary>
internal sealed class LowerMapper : ValueMapper
{
    public override bool KeepsOrder => true;

    public override bool ReadsAsIs => true;

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        JsonValue.Create(Scalars.Text(value).ToLowerInvariant());

    public override JsonNode? ToClient(JsonNode value) => value;
}

/// <summary><c>convert: "first"</c>: the primary element's value, or the first one's; back as the one primary element.</summary>
/// <param name="complex">Whether the client's elements are objects with a <c>value</c>.</param>
internal sealed class FirstMapper(bool complex) : ValueMapper
{
    public override bool Flattens => true;

    public override bool KeepsOrder => true;

    public override Func<JsonNode, JsonNode?> Unwritten => Rest;

    public override JsonNode? ToTarget(JsonNode value, string operation)
    {
        if (value is not JsonArray array) return value;
        var chosen = Chosen(array);
        return (chosen is JsonObject complex ? complex.Find("value") : chosen)?.DeepClone();
    }

    /// <summary>The other elements; <see langword="null"/> when there are none.</summary>
    private static JsonArray? Rest(JsonNode value)
    {
        if (value is not JsonArray { Count: > 1 } array) return null;
        var chosen = Chosen(array);
        return [.. array.Where(element => !ReferenceEquals(element, chosen)).Select(element => element?.DeepClone())];
    }

    private static JsonNode? Chosen(JsonArray array) =>
        array.FirstOrDefault(item =>
            item is JsonObject element && element.Find("primary")?.GetValueKind() == JsonValueKind.True
        ) ?? array.FirstOrDefault();

    public override JsonNode? ToClient(JsonNode value)
    {
        if (value is JsonArray) return value;
        return new JsonArray(complex ? new JsonObject { ["value"] = value, ["primary"] = true } : value);
    }
}

/// <summary><c>convert: "list:,"</c>: values joined into one string, and split again.</summary>
/// <param name="separator">What stands between them.</param>
/// <param name="complex">Whether the client's elements are objects with a <c>value</c>.</param>
internal sealed class ListMapper(string separator, bool complex) : ValueMapper
{
    public override bool Flattens => true;

    public override bool Joins => true;

    public override JsonNode? ToTarget(JsonNode value, string operation)
    {
        if (value is not JsonArray array) return value;
        var texts = new List<string>(array.Count);
        foreach (var item in array)
            if ((item is JsonObject element ? element.Find("value") : item) is { } one) texts.Add(Scalars.Text(one));
        if (texts.Exists(text => text.Contains(separator, StringComparison.Ordinal)))
            throw new ConversionException($"one of several values holds '{separator}', which stands between them.");
        return texts.Count == 0 ? null : JsonValue.Create(string.Join(separator, texts));
    }

    public override JsonNode? ToClient(JsonNode value)
    {
        if (!value.IsString(out string? text)) return value;
        var array = new JsonArray();
        foreach (string part in text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            array.Add(complex ? new JsonObject { ["value"] = part } : JsonValue.Create(part));
        return array;
    }
}
