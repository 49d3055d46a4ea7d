using System.Text.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Whether <see cref="TargetForm"/> and <see cref="ResourceLocation"/> would leave a value exactly as it stands: asked of
/// the bytes, before any tree. In doubt it says no, and the tree decides.</summary>
/// <remarks>Each method reads the value that the reader stands on to its end, whatever it answers.</remarks>
internal static class Untouched
{
    public static bool Member(ref Utf8JsonReader reader, MemberPlan plan)
    {
        if (plan.Passage == Passage.Touched) return Skipped(ref reader, false);
        if (plan.Passage is Passage.Id or Passage.Meta && reader.TokenType == JsonTokenType.StartArray) return Skipped(ref reader, false);
        if (plan.Extension is { } extension) return reader.TokenType == JsonTokenType.StartObject ? Members(ref reader, extension, null) : Skipped(ref reader, false);
        return plan.Attribute is { } attribute ? Value(ref reader, attribute) : Unknown(ref reader);
    }

    private static bool Value(ref Utf8JsonReader reader, AttributeDefinition attribute)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return Single(ref reader, attribute);
        bool untouched = true, any = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            untouched &= Single(ref reader, attribute);
        }

        return untouched && any;
    }

    private static bool Single(ref Utf8JsonReader reader, AttributeDefinition attribute) => attribute.Type switch
    {
        AttributeType.Complex => reader.TokenType == JsonTokenType.StartObject ? Members(ref reader, null, attribute) : Skipped(ref reader, false),
        AttributeType.Boolean => reader.TokenType is JsonTokenType.True or JsonTokenType.False || Skipped(ref reader, false),
        AttributeType.Integer => (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) < 0) || Skipped(ref reader, false),
        AttributeType.Decimal => reader.TokenType == JsonTokenType.Number || Skipped(ref reader, false),
        _ => reader.TokenType == JsonTokenType.String || Skipped(ref reader, false),
    };

    /// <summary>The members of an extension's object, or of a complex attribute.</summary>
    private static bool Members(ref Utf8JsonReader reader, SchemaDefinition? extension, AttributeDefinition? parent)
    {
        bool untouched = true, any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            any = true;
            var known = parent is null ? extension!.Find(reader.GetString()!) : Sub(ref reader, parent);
            bool spelled = known is null ? !reader.ValueIsEscaped && !reader.ValueTextEquals("$ref"u8) : reader.ValueTextEquals(known.Name) && known.Name != "$ref";
            reader.Read();
            bool same = known is null ? Unknown(ref reader) : Value(ref reader, known);
            untouched &= spelled && same;
        }

        return untouched && any;
    }

    // Nearly every sub-attribute is spelled as the schema spells it: found without making a string.
    private static AttributeDefinition? Sub(ref Utf8JsonReader reader, AttributeDefinition parent)
    {
        foreach (var sub in parent.SubAttributes)
            if (reader.ValueTextEquals(sub.Name)) return sub;
        return parent.Sub(reader.GetString()!);
    }

    private static bool Unknown(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return false;
        if (reader.TokenType != JsonTokenType.StartArray) return Skipped(ref reader, true);
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return false;
        do reader.Skip();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray);
        return true;
    }

    private static bool Skipped(ref Utf8JsonReader reader, bool answer)
    {
        reader.Skip();
        return answer;
    }
}
