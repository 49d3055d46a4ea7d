using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Answers;

/// <summary>One value on its way to another place.</summary>
/// <param name="Move">The number of its move in the <see cref="AnswerPlan"/>.</param>
/// <param name="Start">The index of its first byte: in the answer, or among those that were converted.</param>
/// <param name="End">The index after its last.</param>
/// <param name="Source">Where the member that it comes from stands: <see cref="RawMember.Name"/>.</param>
/// <param name="Empties">Whether nothing is left of that member.</param>
/// <param name="IsConverted">Whether it was converted.</param>
internal readonly record struct RawValue(int Move, int Start, int End, int Source, bool Empties, bool IsConverted = false)
{
    /// <summary>Not a move: members that stay together where they are, with their names.</summary>
    public const int Stays = -1;

    /// <summary>Not a move: the conversion gave no value.</summary>
    public const int Gone = -2;

    /// <summary>Whether there is nothing to write: it is gone, or the repair removed the result of the conversion (an empty
    /// list).</summary>
    public bool IsEmpty => Start == End;
}

/// <summary>The values of one resource that move, in the order in which they stood.</summary>
/// <param name="converted">The bytes of those that are converted; <see langword="null"/> when the plan converts none.</param>
internal ref struct RawValues(Span<RawValue> room, AnswerPlan plan, PooledBuffer? converted)
{
    /// <summary>Room for every move there can be, and for what stays before and after each.</summary>
    public static int Most(AnswerPlan plan) => 3 * Math.Min(plan.Moved.Length, MemberMoves.Most);

    private readonly Span<RawValue> room = room;
    private readonly AnswerPlan plan = plan;
    private readonly PooledBuffer? converted = converted;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<RawValue> All => room[..Count];

    public readonly ReadOnlySpan<byte> BytesOf(RawValue value, ReadOnlySpan<byte> utf8) =>
        (value.IsConverted ? converted!.Written.Span : utf8)[value.Start..value.End];

    public void Add(RawValue value) => room[Count++] = value;

    /// <summary>A value moves, and is converted if it must be.</summary>
    public void Move(MovedValue to, RawValue value, ReadOnlySpan<byte> utf8, string baseUrl)
    {
        if (to.Conversion is { } conversion)
        {
            int start = converted!.Length;
            bool isThere = conversion.TryWrite(utf8[value.Start..value.End], baseUrl, converted);
            int move = isThere ? value.Move : RawValue.Gone;
            value = value with { Move = move, Start = start, End = converted.Length, IsConverted = true };
        }

        Add(value);
    }

    /// <summary>A member stays; one that follows another that stays is copied together with it.</summary>
    public void Stay(int start, int end, int source, bool follows)
    {
        if (follows) room[Count - 1] = room[Count - 1] with { End = end };
        else Add(new RawValue(RawValue.Stays, start, end, source, Empties: false));
    }

    /// <summary>Nothing is left of the member that the values from <paramref name="first"/> on came from.</summary>
    public readonly void Empty(int first)
    {
        foreach (ref var value in room[first..Count]) value = value with { Empties = true };
    }

    public readonly bool HaveEmptied(RawMember member)
    {
        foreach (var value in All)
            if (value.Source == member.Name && value.Empties) return true;
        return false;
    }

    /// <summary>Where it moves to; <see langword="null"/>: it does not.</summary>
    public readonly MovedValue? PlaceOf(RawValue value) => value.Move < 0 ? null : plan.Moved[value.Move];

    private readonly string? ExtensionOf(RawValue value) => PlaceOf(value)?.Extension;

    /// <summary>Whether no value before this one moves into the same extension.</summary>
    public readonly bool Opens(int index)
    {
        if (ExtensionOf(All[index]) is not { } extension) return false;
        foreach (var earlier in All[..index])
            if (ExtensionOf(earlier) == extension) return false;
        return true;
    }
}
