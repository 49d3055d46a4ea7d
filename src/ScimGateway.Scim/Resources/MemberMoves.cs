using System.Text.Encodings.Web;
using System.Text.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>A value that only changes its place on its way to the client: a row of a table mapping without a conversion.</summary>
/// <param name="From">In the target's words: a core attribute or one of an extension, without a sub-attribute.</param>
/// <param name="To">In the client's words, likewise.</param>
public sealed record PlainMove(AttributePath From, AttributePath To);

/// <summary>Where the values of one top-level member of an answer go.</summary>
/// <param name="Whole">The value of the member itself.</param>
/// <param name="Inside">The values in the object of an extension; the others stay in it.</param>
/// <param name="Rest">What is known of those that stay; <see langword="null"/>: nothing, and they are copied as they are.</param>
internal sealed record MemberMoves(MovedValue? Whole, MemberNames<MovedValue>? Inside, MemberNames<MemberPlan>? Rest)
{
    /// <summary>More values than any table moves: their places are held on the stack.</summary>
    public const int Most = 64;

    /// <summary>The moves by the top-level member that they come from; what is no plain move after all is left out.</summary>
    /// <param name="values">The places that they go to, in the same order.</param>
    public static IEnumerable<KeyValuePair<string, MemberPlan>> Arrange(IReadOnlyList<PlainMove> moves, MovedValue?[] values, ResourceType type) =>
        moves.Zip(values, (move, value) => (move, value))
            .GroupBy(pair => pair.move.From.Schema ?? pair.move.From.Name, StringComparer.Ordinal)
            .Where(group => group.All(pair => pair.value is not null))
            .Where(group => group.All(pair => pair.move.From.Schema is not null) || group.Count() == 1)
            .Select(group => KeyValuePair.Create(group.Key, MemberPlan.Of(Of(group.Select(pair => (pair.move, pair.value!)).ToList(), type))));

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
/// <param name="Plan">What its value must be like, to need no repair.</param>
internal sealed record MovedValue(int Index, string? Extension, byte[] Name, MemberPlan Plan)
{
    /// <summary>The extension as it is written: its URI in quotation marks.</summary>
    public byte[] Urn { get; } = Extension is null ? [] : Quoted(Extension);

    /// <returns><see langword="null"/> for a place where more is done than putting a value down.</returns>
    public static MovedValue? Of(AttributePath to, ResourceType type, int index)
    {
        if (to.SubName is not null || to.Name is "id" or "meta" or "schemas" || TargetForm.IsPassword(to.Name)) return null;
        var known = to.Schema is { } urn ? type.Extension(urn)?.Find(to.Name) : type.CoreAttribute(to.Name);
        var plan = known is null ? MemberPlan.Unknown : MemberPlan.Of(known);
        bool spelled = known is null || known.Name == to.Name;
        return plan.Passage == Passage.Touched || !spelled ? null : new MovedValue(index, to.Schema, [.. Quoted(to.Name), (byte)':'], plan);
    }

    /// <summary>A text as JSON.</summary>
    public static byte[] Quoted(string text) => [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}
