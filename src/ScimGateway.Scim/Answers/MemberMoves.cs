using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Answers;

/// <summary>A whole value that moves to another place in the client's resource, and may be converted: a row of a
/// mapping.</summary>
/// <param name="From">In the target's words: a core attribute or one of an extension, without a sub-attribute.</param>
/// <param name="To">In the client's words, likewise.</param>
/// <param name="Convert">The value in the client's words, <see langword="null"/> for none; never called with JSON's null, takes
/// ownership. If it is <see langword="null"/>, the value stays as it is.</param>
public sealed record PlainMove(AttributePath From, AttributePath To, Func<JsonNode, JsonNode?>? Convert = null)
{
    /// <summary>Whether it is a member of the resource that keeps its name.</summary>
    internal bool StaysInPlace => From is { Schema: null } && To is { Schema: null } && From.Name == To.Name;
}

/// <summary>Where the values of one top-level member of an answer go.</summary>
/// <param name="Whole">The value of the member itself.</param>
/// <param name="Inside">The values in the object of an extension; the others stay in it.</param>
/// <param name="Rest">What is known of the members that stay; <see langword="null"/>: nothing, and they are copied as they
/// are.</param>
internal sealed record MemberMoves(MovedValue? Whole, MemberNames<MovedValue>? Inside, MemberNames<MemberPlan>? Rest)
{
    /// <summary>More values than any table moves: their places are on the stack.</summary>
    public const int Most = 64;

    /// <summary>The moves by the top-level member that they come from; rows that do more than move are left out.</summary>
    /// <param name="values">The places that they go to, in the same order.</param>
    public static IEnumerable<KeyValuePair<string, MemberPlan>> Arrange(
        IReadOnlyList<PlainMove> moves,
        MovedValue?[] values,
        ResourceType type
    ) =>
        moves.Zip(values, (move, value) => (move, value))
            .GroupBy(pair => pair.move.From.Schema ?? pair.move.From.Name, StringComparer.Ordinal)
            .Where(group => group.All(pair => pair.value is not null))
            .Where(group => group.All(pair => pair.move.From.Schema is not null) || group.Count() == 1)
            .Select(group =>
                KeyValuePair.Create(group.Key, MemberPlan.Of(Of(group.Select(pair => (pair.move, pair.value!)).ToList(), type))));

    private static MemberMoves Of(List<(PlainMove Move, MovedValue Value)> group, ResourceType type)
    {
        if (group[0].Move.From.Schema is not { } urn) return new MemberMoves(group[0].Value, null, null);
        var inside = new MemberNames<MovedValue>(group.Select(pair => KeyValuePair.Create(pair.Move.From.Name, pair.Value)));
        return new MemberMoves(null, inside, type.Extension(urn) is { } known ? MemberPlan.Of(known).Inside : null);
    }
}

/// <summary>The place in the client's resource that a value moves to.</summary>
/// <param name="Index">Its number among all moves.</param>
/// <param name="Extension">The URI of the extension's object; <see langword="null"/>: the resource itself.</param>
/// <param name="Name">The member's name as it is written, with quotation marks and colon.</param>
/// <param name="Plan">The form that its value must have to need no repair, or to be converted.</param>
internal sealed record MovedValue(int Index, string? Extension, byte[] Name, MemberPlan Plan)
{
    /// <summary>The extension as it is written: its URI in quotation marks.</summary>
    public byte[] Urn { get; } = Extension is null ? [] : Quoted(Extension);

    /// <summary>How the value is converted; <see langword="null"/>: not at all.</summary>
    public Conversion? Conversion { get; private init; }

    /// <returns><see langword="null"/> for a place that needs more than writing a value.</returns>
    public static MovedValue? Of(PlainMove move, ResourceType type, int index)
    {
        var to = move.To;
        if (to.SubName is not null || to.Name is "id" or "meta" or "schemas" || TargetForm.IsPassword(to.Name)) return null;
        var known = to.Schema is { } urn ? type.Extension(urn)?.Find(to.Name) : type.CoreAttribute(to.Name);
        var plan = known is null ? MemberPlan.Unknown : MemberPlan.Of(known);
        bool spelled = known is null || known.Name == to.Name;
        if (plan.Passage == Passage.Touched || !spelled) return null;
        var conversion = move.Convert is { } convert ? new Conversion(convert, to, known?.Type, type) : null;
        if (conversion is not null) plan = MemberPlan.Convertible;
        return new MovedValue(index, to.Schema, [.. Quoted(to.Name), (byte)':'], plan) { Conversion = conversion };
    }

    /// <summary>A text as JSON.</summary>
    public static byte[] Quoted(string text) =>
        [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}
