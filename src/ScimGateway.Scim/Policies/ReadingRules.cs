using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Policies;

/// <summary>How a client's text is read: as words of which resource type, with which leniencies, within which limits.</summary>
public sealed record ReadingRules(ResourceType? Type = null, Leniency Leniency = Leniency.None, ScimLimits? Limits = null)
{
    public static ReadingRules Strict { get; } = new();

    public ScimLimits Limits { get; } = Limits ?? ScimLimits.Default;

    public bool Allows(Leniency policy) => (Leniency & policy) != Leniency.None;
}
