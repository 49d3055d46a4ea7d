namespace ScimGateway.Scim.Paths;

/// <summary>The name of an attribute: <c>userName</c>, <c>name.familyName</c>,
/// <c>urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value</c>.</summary>
/// <remarks>RFC 7644 section 3.10 (<c>attrPath = [URI ":"] ATTRNAME *1subAttr</c>). Every facet compares without regard to
/// case. An attribute of the core schema carries no <see cref="Schema"/>. A whole extension object is the attribute whose
/// <see cref="Name"/> is the extension's URI.</remarks>
/// <param name="Schema">The URI of the extension, without the trailing colon; <see langword="null"/> for core attributes.</param>
/// <param name="Name">The attribute's name.</param>
/// <param name="SubName">The sub-attribute's name, if the path goes that deep.</param>
public sealed record AttributePath(string? Schema, string Name, string? SubName = null)
{
    /// <summary>Reads a path.</summary>
    /// <param name="text">The path as written.</param>
    /// <param name="knownSchemas">URIs that may stand before the attribute; the longest match is used. Without a match, the URI
    /// ends at the last colon (URIs contain dots: <c>…:enterprise:2.0:User:manager.value</c>).</param>
    /// <exception cref="Errors.ScimException"><c>invalidPath</c>: the text is not a path.</exception>
    public static AttributePath Parse(string text, IReadOnlyList<string>? knownSchemas = null) =>
        AttributePathParser.Parse(text, knownSchemas ?? []);

    /// <summary>Whether schema, name and sub-attribute are the same in any case.</summary>
    public bool Equals(AttributePath? other) =>
        other is not null
        && string.Equals(Schema, other.Schema, StringComparison.OrdinalIgnoreCase)
        && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)
        && string.Equals(SubName, other.SubName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same for equal paths.</summary>
    public override int GetHashCode() => HashCode.Combine(
        Schema is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Schema),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Name),
        SubName is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(SubName));

    /// <summary>The path as it stands in a filter or a PATCH; parses back to an equal path.</summary>
    public override string ToString() => (Schema is null ? "" : Schema + ":") + Name + (SubName is null ? "" : "." + SubName);
}
