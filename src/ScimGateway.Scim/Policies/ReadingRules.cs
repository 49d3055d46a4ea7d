using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Policies;

/// <summary>How a client's text is read: as words of which resource type, with which leniencies, within which limits.</summary>
public sealed record ReadingRules(ResourceType? Type = null, Leniency Leniency = Leniency.None, ScimLimits? Limits = null)
{
    public static ReadingRules Strict { get; } = new();

    public ScimLimits Limits { get; } = Limits ?? ScimLimits.Default;

    public bool Allows(Leniency policy) => (Leniency & policy) != Leniency.None;

    /// <summary>Reads a path in the words of the type, and of SCIM 1.1 where the client may use them.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidPath</c>.</exception>
    public AttributePath ParsePath(string text)
    {
        if (Allows(Leniency.Scim11)) text = Scim11.CurrentPath(text);
        return Type?.ParsePath(text) ?? AttributePath.Parse(text);
    }
}
