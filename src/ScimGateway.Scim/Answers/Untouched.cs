using ScimGateway.Scim.Json;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Answers;

/// <summary>Whether <see cref="TargetForm"/> and <see cref="ResourceLocation"/> would leave a value exactly as it is: checked on
/// the bytes, before any tree. In doubt the answer is no, and the tree decides.</summary>
/// <remarks>Each step begins at a value and returns the value's end, as those of <see cref="JsonWalk"/>; its result goes into
/// <c>untouched</c>, which was <see langword="true"/> before the first step. <c>depth</c> is the number of objects and arrays
/// around the value.</remarks>
internal static class Untouched
{
    /// <param name="at">Where the value of a resource's member begins.</param>
    public static int Member(ReadOnlySpan<byte> utf8, int at, int depth, MemberPlan plan, ref bool untouched)
    {
        if (plan.Passage == Passage.Touched) return Touched(utf8, at, depth, out untouched);
        byte first = JsonWalk.At(utf8, at);
        if (plan.Passage is Passage.Id or Passage.Meta && first == '[') return Touched(utf8, at, depth, out untouched);
        if (plan.Moves is { } moves) return moves.Whole is { } moved
            ? Member(utf8, at, depth, moved.Plan, ref untouched)
            : Moved(utf8, at, depth, moves, ref untouched);
        if (plan.Type is not null) return Value(utf8, at, depth, plan, ref untouched);
        if (plan.IsConverted) return Convertible(utf8, at, depth, ref untouched);
        if (plan.Inside is null) return Unknown(utf8, at, depth, ref untouched);
        return first == '{' ? Members(utf8, at, depth, plan.Inside, ref untouched) : Touched(utf8, at, depth, out untouched);
    }

    private static int Value(ReadOnlySpan<byte> utf8, int at, int depth, MemberPlan plan, ref bool untouched)
    {
        if (JsonWalk.At(utf8, at) != '[') return Single(utf8, at, depth, plan, ref untouched);
        bool any = false;
        at++;
        for (; (at = JsonWalk.NextElement(utf8, at, any)) >= 0; any = true) at = Single(utf8, at, depth + 1, plan, ref untouched);
        untouched &= any;
        return ~at;
    }

    private static int Single(ReadOnlySpan<byte> utf8, int at, int depth, MemberPlan plan, ref bool untouched)
    {
        byte first = JsonWalk.At(utf8, at);
        switch (plan.Type)
        {
            case AttributeType.Complex when first == '{':
                return Members(utf8, at, depth, plan.Inside!, ref untouched);
            case AttributeType.Boolean when first is (byte)'t' or (byte)'f':
            case AttributeType.Decimal when IsOfNumber(first):
                return JsonWalk.EndOfValue(utf8, at, depth);
            case AttributeType.Integer when IsOfNumber(first):
                at = JsonWalk.EndOfNumber(utf8, at, out bool isInteger);
                untouched &= isInteger;
                return at;
            case AttributeType.Complex or AttributeType.Boolean or AttributeType.Decimal or AttributeType.Integer:
                return Touched(utf8, at, depth, out untouched);
            case AttributeType.DateTime when first == '"':
                int end = JsonWalk.EndOfText(utf8, at, out _);
                untouched &= end <= utf8.Length && end - at >= 2 && DateTimes.IsProper(utf8[(at + 1)..(end - 1)]);
                return end;
            default:
                return first == '"' ? JsonWalk.EndOfText(utf8, at, out _) : Touched(utf8, at, depth, out untouched);
        }
    }

    private static bool IsOfNumber(byte first) => first is (byte)'-' or (>= (byte)'0' and <= (byte)'9');

    /// <summary>The members of an extension's object, or of a complex attribute.</summary>
    private static int Members(ReadOnlySpan<byte> utf8, int at, int depth, MemberNames<MemberPlan> known, ref bool untouched)
    {
        bool any = false;
        var seen = default(NamesSeen);
        at++;
        for (; (at = JsonWalk.NextMember(utf8, at, any, out var name)) >= 0; any = true)
        {
            seen.Add(utf8, name, ref untouched);
            at = Inner(utf8, at, depth + 1, name, known, ref untouched);
        }

        untouched &= any;
        return ~at;
    }

    /// <summary>The member of an object, after its name.</summary>
    private static int Inner(
        ReadOnlySpan<byte> utf8,
        int at,
        int depth,
        JsonName name,
        MemberNames<MemberPlan> known,
        ref bool untouched
    )
    {
        var text = name.In(utf8);
        if (!name.IsEscaped && known.Find(text) is { } plan)
        {
            untouched &= !plan.IsReference;
            return Value(utf8, at, depth, plan, ref untouched);
        }

        untouched &= !name.IsEscaped && !text.SequenceEqual("$ref"u8) && !known.IsMisspelt(text);
        return Unknown(utf8, at, depth, ref untouched);
    }

    /// <summary>The object of an extension from which values move: each once, and in the form that its new place
    /// requires.</summary>
    private static int Moved(ReadOnlySpan<byte> utf8, int at, int depth, MemberMoves moves, ref bool untouched)
    {
        if (JsonWalk.At(utf8, at) != '{') return Touched(utf8, at, depth, out untouched);
        bool any = false;
        ulong seen = 0;
        var names = default(NamesSeen);
        at++;
        for (; (at = JsonWalk.NextMember(utf8, at, any, out var name)) >= 0; any = true)
        {
            names.Add(utf8, name, ref untouched);
            if (!name.IsEscaped && moves.Inside!.Find(name.In(utf8)) is { } moved)
            {
                untouched &= (seen & (1UL << moved.Index)) == 0;
                seen |= 1UL << moved.Index;
                at = Member(utf8, at, depth + 1, moved.Plan, ref untouched);
                continue;
            }

            untouched &= !name.IsEscaped && !moves.Inside!.IsMisspelt(name.In(utf8));
            at = moves.Rest is { } rest
                ? Inner(utf8, at, depth + 1, name, rest, ref untouched)
                : Nested(utf8, at, depth + 1, ref untouched);
        }

        untouched &= any;
        return ~at;
    }

    // An object or array may name a member twice, and an exponent may be too large: the tree refuses both with its own sentences.
    private static int Convertible(ReadOnlySpan<byte> utf8, int at, int depth, ref bool untouched)
    {
        byte first = JsonWalk.At(utf8, at);
        int end = JsonWalk.EndOfValue(utf8, at, depth);
        bool isNumber = IsOfNumber(first) && end <= utf8.Length;
        bool isWord = first is (byte)'"' or (byte)'t' or (byte)'f';
        untouched &= isWord || (isNumber && !utf8[at..end].ContainsAny((byte)'e', (byte)'E'));
        return end;
    }

    private static int Unknown(ReadOnlySpan<byte> utf8, int at, int depth, ref bool untouched)
    {
        byte first = JsonWalk.At(utf8, at);
        untouched &= first != 'n' && (first != '[' || JsonWalk.At(utf8, JsonWalk.Next(utf8, at + 1)) != ']');
        return Nested(utf8, at, depth, ref untouched);
    }

    /// <summary>A value that no schema defines: copied, whatever is in it.</summary>
    private static int Nested(ReadOnlySpan<byte> utf8, int at, int depth, ref bool untouched)
    {
        byte first = JsonWalk.At(utf8, at);
        if (first is not ((byte)'{' or (byte)'[')) return JsonWalk.EndOfValue(utf8, at, depth);
        if (depth == JsonWalk.MaxDepth) return JsonWalk.Broken(utf8);
        bool any = false;
        at++;
        if (first == '[')
        {
            for (; (at = JsonWalk.NextElement(utf8, at, any)) >= 0; any = true) at = Nested(utf8, at, depth + 1, ref untouched);
            return ~at;
        }

        var seen = default(NamesSeen);
        for (; (at = JsonWalk.NextMember(utf8, at, any, out var name)) >= 0; any = true)
        {
            seen.Add(utf8, name, ref untouched);
            at = Nested(utf8, at, depth + 1, ref untouched);
        }

        return ~at;
    }

    private static int Touched(ReadOnlySpan<byte> utf8, int at, int depth, out bool untouched)
    {
        untouched = false;
        return JsonWalk.EndOfValue(utf8, at, depth);
    }
}
