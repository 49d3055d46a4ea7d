using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Policies;

/// <summary>How a client's text is parsed: with the names of which resource type, with which leniencies, within which
/// limits.</summary>
/// <param name="Type">The type whose schemas are known; <see langword="null"/> when the text may be about any.</param>
/// <param name="Leniency">What is accepted although the RFCs refuse it.</param>
/// <param name="Limits">The limits; <see langword="null"/> is <see cref="ScimLimits.Default"/>.</param>
public sealed record ReadingRules(ResourceType? Type = null, Leniency Leniency = Leniency.None, ScimLimits? Limits = null)
{
    /// <summary>Strict, for any type, with the default limits.</summary>
    public static ReadingRules Strict { get; } = new();

    /// <summary>The limits.</summary>
    public ScimLimits Limits { get; } = Limits ?? ScimLimits.Default;

    /// <summary>Whether a leniency (or one of several) is allowed.</summary>
    public bool Allows(Leniency policy) => (Leniency & policy) != Leniency.None;

    /// <summary>Parses a path in the words of the type, and of SCIM 1.1 if the client may use them.</summary>
    /// <exception cref="ScimException"><c>invalidPath</c>.</exception>
    public AttributePath ParsePath(string text)
    {
        text = CurrentPath(text);
        if (DotFault(text) is { } fault) throw ScimException.InvalidPath(fault);
        return Type?.ParsePath(text) ?? AttributePath.Parse(text);
    }

    /// <summary>A path in the words of SCIM 2.0, with a colon after its schema if the client may write a dot.</summary>
    internal string CurrentPath(string text)
    {
        text = Understands(text) ? Scim11.CurrentPath(text) : text;
        return Allows(Leniency.DottedKeys) && DottedSchema(text) is { } schema ? $"{schema}:{text[(schema.Length + 1)..]}" : text;
    }

    /// <summary>The fault of a path that has a dot after its schema, a sentence; <see langword="null"/> when it has
    /// none.</summary>
    internal string? DotFault(string text) =>
        DottedSchema(text) is { } schema ? $"'{text}' has a dot after the schema {schema}; expected a colon." : null;

    /// <summary>The URI of a schema in the words of SCIM 2.0.</summary>
    internal string CurrentSchema(string uri) =>
        Understands(uri) ? Scim11.CurrentSchema(uri, Type?.Schema.Id ?? SchemaUrns.User) : uri;

    // urn:scim:schemas:core:2.0 was never registered, and is unambiguous.
    private bool Understands(string uri) =>
        Scim11.IsUri(uri)
        && (Allows(Leniency.Scim11) || (Allows(Leniency.MissingSchemas) && uri.Contains(":2.0", StringComparison.Ordinal)));

    // ...:enterprise:2.0:User.manager (Microsoft's own test collection) is that schema's attribute, and never another schema's.
    private string? DottedSchema(string text)
    {
        if (!text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)) return null;
        string? schema = null;
        foreach (string known in Type?.SchemaIds ?? ResourceType.User.SchemaIds)
            if (SchemaUrns.IsBelow(known, text) && known.Length > (schema?.Length ?? 0)) schema = known;
        return schema is not null && text[schema.Length] == '.' ? schema : null;
    }
}
