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
        if (plan.Moves is { } moves) return moves.Whole is { } moved ? Member(ref reader, moved.Plan) : Moved(ref reader, moves);
        if (plan.Type is not null) return Value(ref reader, plan);
        if (plan.Inside is null) return Unknown(ref reader);
        return reader.TokenType == JsonTokenType.StartObject ? Members(ref reader, plan.Inside) : Skipped(ref reader, false);
    }

    private static bool Value(ref Utf8JsonReader reader, MemberPlan plan)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return Single(ref reader, plan);
        bool untouched = true, any = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            untouched &= Single(ref reader, plan);
        }

        return untouched && any;
    }

    private static bool Single(ref Utf8JsonReader reader, MemberPlan plan) => plan.Type switch
    {
        AttributeType.Complex => reader.TokenType == JsonTokenType.StartObject ? Members(ref reader, plan.Inside!) : Skipped(ref reader, false),
        AttributeType.Boolean => reader.TokenType is JsonTokenType.True or JsonTokenType.False || Skipped(ref reader, false),
        AttributeType.Integer => (reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) < 0) || Skipped(ref reader, false),
        AttributeType.Decimal => reader.TokenType == JsonTokenType.Number || Skipped(ref reader, false),
        _ => reader.TokenType == JsonTokenType.String || Skipped(ref reader, false),
    };

    /// <summary>The members of an extension's object, or of a complex attribute.</summary>
    private static bool Members(ref Utf8JsonReader reader, MemberNames<MemberPlan> known)
    {
        bool untouched = true, any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            any = true;
            untouched &= Inner(ref reader, known);
        }

        return untouched && any;
    }

    /// <summary>The member of an object whose name the reader stands on.</summary>
    private static bool Inner(ref Utf8JsonReader reader, MemberNames<MemberPlan> known)
    {
        bool escaped = reader.ValueIsEscaped;
        var plan = escaped ? null : known.Find(reader.ValueSpan);
        bool spelled = plan is null ? !escaped && !reader.ValueTextEquals("$ref"u8) && !known.IsMisspelt(reader.ValueSpan) : !plan.IsReference;
        reader.Read();
        return (plan is null ? Unknown(ref reader) : Value(ref reader, plan)) & spelled;
    }

    /// <summary>The object of an extension from which values move: each once, and as its new place wants it.</summary>
    private static bool Moved(ref Utf8JsonReader reader, MemberMoves moves)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return Skipped(ref reader, false);
        bool untouched = true, any = false;
        ulong seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            any = true;
            if (!reader.ValueIsEscaped && moves.Inside!.Find(reader.ValueSpan) is { } moved)
            {
                untouched &= (seen & (1UL << moved.Index)) == 0;
                seen |= 1UL << moved.Index;
                reader.Read();
                untouched &= Member(ref reader, moved.Plan);
                continue;
            }

            untouched &= !reader.ValueIsEscaped && !moves.Inside!.IsMisspelt(reader.ValueSpan);
            if (moves.Rest is { } rest) untouched &= Inner(ref reader, rest);
            else reader.Skip();
        }

        return untouched && any;
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
