using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Which members of a target's answer some rule touches, and which are copied to the client byte for byte. Made once for
/// a mapping, asked for every answer, from many threads.</summary>
public sealed class AnswerPlan
{
    private const int LongestName = 256;

    private readonly FrozenDictionary<string, MemberPlan> members;
    private readonly FrozenDictionary<string, MemberPlan>.AlternateLookup<ReadOnlySpan<char>> byName;
    private readonly FrozenDictionary<string, MemberPlan>.AlternateLookup<ReadOnlySpan<char>> byAnyCase;
    private readonly Func<JsonObject, JsonObject> toClient;

    /// <param name="type">The type in the client's words.</param>
    /// <param name="toClient">The mapping; takes ownership of what it gets.</param>
    /// <param name="touched">Top-level names that the mapping reads or writes, in either side's words.</param>
    public AnswerPlan(ResourceType type, Func<JsonObject, JsonObject> toClient, IEnumerable<string> touched)
    {
        Type = type;
        this.toClient = toClient;
        var plans = new Dictionary<string, MemberPlan>(StringComparer.Ordinal);
        foreach (var attribute in WellKnownSchemas.Common.Attributes.Concat(type.Schema.Attributes))
            plans[attribute.Name] = new MemberPlan(attribute, null, IsSeldomReturned(attribute) ? Passage.Touched : PassageOf(attribute.Name));
        foreach (var extension in type.Extensions)
            plans[extension.Id] = new MemberPlan(null, extension, extension.Attributes.Any(IsSeldomReturned) ? Passage.Touched : Passage.Copied);
        foreach (string name in touched) plans[name] = MemberPlan.Always;
        members = plans.ToFrozenDictionary(StringComparer.Ordinal);
        byName = members.GetAlternateLookup<ReadOnlySpan<char>>();
        byAnyCase = plans.DistinctBy(plan => plan.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The type in the client's words.</summary>
    public ResourceType Type { get; }

    /// <summary>What a target answered, in the client's words and repaired. Takes ownership.</summary>
    public JsonObject Finish(JsonObject answered) => TargetForm.Repair(toClient(answered), Type);

    /// <summary>What is to be done with a member; one that only looks like a known name is touched, for its spelling.</summary>
    internal MemberPlan Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName) return MemberPlan.Always;
        Span<char> text = stackalloc char[LongestName];
        var spelled = (ReadOnlySpan<char>)text[..Encoding.UTF8.GetChars(name, text)];
        if (byName.TryGetValue(spelled, out var plan)) return plan;
        return byAnyCase.ContainsKey(spelled) ? MemberPlan.Always : MemberPlan.Unknown;
    }

    private static Passage PassageOf(string name) => name switch
    {
        "id" => Passage.Id,
        "meta" => Passage.Meta,
        "schemas" => Passage.Schemas,
        _ => Passage.Copied,
    };

    private static bool IsSeldomReturned(AttributeDefinition attribute) =>
        attribute.Returned is Returned.Never or Returned.Request || attribute.SubAttributes.Any(IsSeldomReturned);
}

/// <summary>What is known of one member.</summary>
/// <param name="Attribute">Its definition, for a core attribute.</param>
/// <param name="Extension">Its schema, for an extension object.</param>
/// <param name="Passage">How it comes to the client, if its value is as it should be.</param>
internal sealed record MemberPlan(AttributeDefinition? Attribute, SchemaDefinition? Extension, Passage Passage)
{
    public static MemberPlan Always { get; } = new(null, null, Passage.Touched);

    public static MemberPlan Unknown { get; } = new(null, null, Passage.Copied);
}
