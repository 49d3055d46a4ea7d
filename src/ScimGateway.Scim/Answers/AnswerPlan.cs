using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Answers;

/// <summary>Which members of a target's answer a rule touches, which only move or are converted alone, and which are copied to
/// the client byte for byte. Made once for a mapping and used for every answer, from many threads.</summary>
public sealed class AnswerPlan
{
    private readonly MemberNames<MemberPlan> members;
    private readonly Func<JsonObject, JsonObject> toClient;
    private volatile Located last = new("", []);

    /// <param name="type">The type in the client's words.</param>
    /// <param name="toClient">The mapping; takes ownership of what it gets.</param>
    /// <param name="touched">Top-level names that the mapping reads or writes, in either side's words; not those that only the
    /// <paramref name="moves"/> read.</param>
    /// <param name="moves">What the mapping does to those others: the same once more, in a form that can be applied to
    /// bytes.</param>
    public AnswerPlan(
        ResourceType type,
        Func<JsonObject, JsonObject> toClient,
        IEnumerable<string> touched,
        IReadOnlyList<PlainMove>? moves = null
    )
    {
        Type = type;
        CoreSchema = Encoding.UTF8.GetBytes(type.Schema.Id);
        this.toClient = toClient;
        moves ??= [];
        var filled = moves.Where(move => !move.StaysInPlace).Select(move => move.To.Schema ?? move.To.Name);
        var always = touched.Concat(filled).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var plans = new Dictionary<string, MemberPlan>(StringComparer.Ordinal);
        foreach (var attribute in WellKnownSchemas.Common.Attributes.Concat(type.Schema.Attributes))
            plans[attribute.Name] = MemberPlan.Of(attribute, PassageOf(attribute.Name));
        foreach (var extension in type.Extensions) plans[extension.Id] = MemberPlan.Of(extension);
        foreach (string name in moves.Select(move => move.From.Schema ?? move.From.Name).Concat(always))
            plans[name] = MemberPlan.Always;
        var moved = moves.Select((move, index) => index < MemberMoves.Most ? MovedValue.Of(move, type, index) : null).ToArray();
        foreach (var (name, plan) in MemberMoves.Arrange(moves, moved, type))
            if (!always.Contains(name) && PassageOf(name) == Passage.Copied) plans[name] = plan;
        members = new MemberNames<MemberPlan>(plans);
        MetaStart = [.. ",\"meta\":{\"resourceType\":"u8, .. MovedValue.Quoted(type.Name)];
        Moved = [.. moved.Select(value => value!)]; // those that do not exist are in no member's plan
        Converts = moved.Any(value => value?.Conversion is not null);
    }

    /// <summary>The type in the client's words.</summary>
    public ResourceType Type { get; }

    internal byte[] CoreSchema { get; }

    /// <summary>The new places of values that move, by <see cref="MovedValue.Index"/>.</summary>
    internal MovedValue[] Moved { get; }

    /// <summary>Whether any of them is converted on its way.</summary>
    internal bool Converts { get; }

    /// <summary>The beginning of <c>meta</c> as it is written.</summary>
    internal byte[] MetaStart { get; }

    /// <summary>A target's answer, in the client's words and repaired. Takes ownership.</summary>
    public JsonObject Finish(JsonObject answered) => TargetForm.Repair(toClient(answered), Type);

    /// <summary>The beginning of <c>location</c> as it is written, up to the id. Cached: a gateway has few addresses, so the next
    /// one is mostly the same.</summary>
    internal byte[] LocationStart(string baseUrl)
    {
        var known = last;
        if (known.BaseUrl != baseUrl) last = known = new Located(
            baseUrl,
            [.. ",\"location\":"u8, .. MovedValue.Quoted(ResourceLocation.Of(baseUrl, Type.Endpoint, ""))[..^1]]
        );
        return known.Start;
    }

    /// <summary>How a member is treated; one whose name differs from a known one only in spelling is touched.</summary>
    internal MemberPlan Find(ReadOnlySpan<byte> name) =>
        members.Find(name) ?? (members.IsMisspelt(name) ? MemberPlan.Always : MemberPlan.Unknown);

    private static Passage PassageOf(string name) => name switch
    {
        "id" => Passage.Id,
        "meta" => Passage.Meta,
        "schemas" => Passage.Schemas,
        _ => Passage.Copied,
    };

    private sealed record Located(string BaseUrl, byte[] Start);
}
