using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Policies;

/// <summary>How a client's text is read: as words of which resource type, with which leniencies, within which limits.</summary>
/// <param name="Type">The type whose schemas are known; <see langword="null"/> when the text may be about any.</param>
/// <param name="Leniency">What may be read although the RFCs refuse it.</param>
/// <param name="Limits">How much is read; <see langword="null"/> is <see cref="ScimLimits.Default"/>.</param>
public sealed record ReadingRules(ResourceType? Type = null, Leniency Leniency = Leniency.None, ScimLimits? Limits = null)
{
    /// <summary>The RFCs' words, of any type, within the usual limits.</summary>
    public static ReadingRules Strict { get; } = new();

    /// <summary>How much is read.</summary>
    public ScimLimits Limits { get; } = Limits ?? ScimLimits.Default;

    /// <summary>Whether a leniency (or one of several) is allowed.</summary>
    public bool Allows(Leniency policy) => (Leniency & policy) != Leniency.None;

    /// <summary>Reads a path in the words of the type, and of SCIM 1.1 where the client may use them.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidPath</c>.</exception>
    public AttributePath ParsePath(string text)
    {
        text = CurrentPath(text);
        return Type?.ParsePath(text) ?? AttributePath.Parse(text);
    }

    /// <summary>A path in the words of SCIM 2.0.</summary>
    internal string CurrentPath(string text) => Allows(Leniency.Scim11) ? Scim11.CurrentPath(text) : text;
}
