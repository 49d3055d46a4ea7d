using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Attributes;

/// <summary>One side of a row: <c>title</c>, <c>name.givenName</c>, <c>urn:…:peakon:2.0:User:Job Title</c>, a whole extension
/// object by its URI, or one element of a multi-valued attribute: <c>emails[type eq "work"].value</c>.</summary>
/// <remarks><c>urn:acme:1.0:badge</c> may be an attribute or an extension. <c>extension("urn:acme:1.0")</c> says where the URI
/// ends; it makes <c>urn:acme:1.0:</c>, so that an attribute after it has two colons.</remarks>
/// <param name="Path">The attribute, and the sub-attribute after it or after the brackets.</param>
/// <param name="Where">Which element.</param>
internal sealed partial record Place(AttributePath Path, Selector? Where = null)
{
    /// <summary>Whether it is a whole extension object.</summary>
    public bool IsExtension => Path.Schema is null && Path.Name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The URI of the extension that it is in or is.</summary>
    public string? Urn => IsExtension ? Path.Name : Path.Schema;

    /// <summary>Whether it can stand in a PATCH path or a filter (RFC 7644 figure 1 <c>ATTRNAME</c>); free-text names
    /// cannot.</summary>
    public bool HasPathForm => (IsExtension || IsName(Path.Name)) && (Path.SubName is null || IsName(Path.SubName));

    /// <summary>Whether a value stays in the same object when it moves to another place.</summary>
    public bool SharesObjectWith(Place other) =>
        Path.SubName is null
            ? Where is null && other.Where is null && other.Path.SubName is null && SameText(Path.Schema, other.Path.Schema)
            : other.Path.SubName is not null
                && Equals(Where, other.Where)
                && (Path with { SubName = null }).Equals(other.Path with { SubName = null });

    /// <returns><see langword="null"/> when the text is not a place.</returns>
    public static Place? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success) return null;
        Selector? where = match.Groups["attr"].Success
            ? new Selector(match.Groups["attr"].Value, Literal(match.Groups["value"].Value))
            : null;
        string sub = match.Groups["sub"].Value;
        if (where is not null)
            return Attribute(match.Groups["path"].Value, mayBeExtension: false) is { Path.SubName: null } attribute
                ? new Place(attribute.Path with { SubName = sub is "" ? null : sub }, where)
                : null;
        return Attribute(text, mayBeExtension: true);
    }

    /// <summary>The question to the author of a text that can be read in two ways; <see langword="null"/>: the text is
    /// clear.</summary>
    public static string? Doubt(string text)
    {
        if (!IsNameAfterVersion(text) || Scim11.IsUri(text) || IsOfType(text)) return null;
        var (urn, name) = Split(text, text.LastIndexOf(':'));
        return $"'{text}' is either the attribute {name} of {urn}, or a whole extension. "
            + $"Write `${{extension(\"{urn}\")}}:{name}` for the attribute, or extension(\"{text}\") for the extension.";
    }

    public override string ToString() => Where is null
        ? Path.ToString()
        : $"{Path with { SubName = null }}[{Where}]{(Path.SubName is null ? "" : "." + Path.SubName)}";

    private static Place? Attribute(string text, bool mayBeExtension)
    {
        string? schema = null;
        string rest = text;
        if (text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            if (mayBeExtension && Extension(text) is { } whole) return new Place(new AttributePath(null, whole));
            int end = text.IndexOf("::", StringComparison.Ordinal);
            (schema, rest) = end < 0 ? Split(text, text.LastIndexOf(':')) : (text[..end], text[(end + 2)..]);
        }

        int dot = rest.LastIndexOf('.');
        // A free-text name may hold a dot of its own ("Approx. Salary"): only a name may follow the dot of a path.
        bool split = dot > 0 && IsName(rest[(dot + 1)..]) && (schema is null || IsName(rest[..dot]));
        string name = split ? rest[..dot] : rest;
        if (name.Trim() is "" || name != name.Trim() || (schema is null && !IsName(name))) return null;
        return new Place(new AttributePath(schema, name, split ? rest[(dot + 1)..] : null));
    }

    private static string? Extension(string text)
    {
        if (text.EndsWith(':')) return text.TrimEnd(':');
        return EndsInVersion().IsMatch(text) || (IsNameAfterVersion(text) && (IsOfType(text) || !Scim11.IsUri(text)))
            ? text
            : null;
    }

    private static bool IsNameAfterVersion(string text) => NameAfterVersion().IsMatch(text);

    // urn:acme:2.0:User, as the RFC names its own.
    private static bool IsOfType(string text) => text[(text.LastIndexOf(':') + 1)..] is var name
        && (SameText(name, ResourceType.User.Name) || SameText(name, ResourceType.Group.Name));

    private static (string Urn, string Name) Split(string text, int colon) => (text[..colon], text[(colon + 1)..]);

    private static FilterLiteral Literal(string text) => text[0] == '"'
        ? FilterLiteral.Of(text[1..^1])
        : FilterLiteral.Of(text == "true");

    private static bool SameText(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string text) => Name().IsMatch(text);

    [GeneratedRegex(
        """^(?<path>[^\[\]]+)(\[\s*(?<attr>[A-Za-z][\w-]*) eq (?<value>"[^"]*"|true|false)\s*\](\.(?<sub>[A-Za-z$][\w-]*))?)?$""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Shape();

    [GeneratedRegex(@"^urn:.*:\d+(\.\d+)*:[\w-]+$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NameAfterVersion();

    [GeneratedRegex(@":\d+(\.\d+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndsInVersion();

    [GeneratedRegex(@"^[A-Za-z$][A-Za-z0-9_$-]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}

/// <summary>The one test of a value path: <c>type eq "work"</c>.</summary>
internal sealed record Selector(string Name, FilterLiteral Value)
{
    public bool Matches(JsonObject element) => element.TryFind(Name, out var value) && Value.Kind switch
    {
        LiteralKind.String => value.IsString(out string? text) && text.Equals(Value.Text, StringComparison.OrdinalIgnoreCase),
        _ => value?.ToJsonString() == Value.Text,
    };

    /// <summary>Whether a filter inside brackets is this very test.</summary>
    public bool Is(Filter where) => where is ComparisonFilter { Operator: ComparisonOperator.Eq } test
        && test.Path is { Schema: null, SubName: null } path
        && path.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)
        && test.Value.Text.Equals(Value.Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a filter inside brackets tests for another value, so that it never means this element.</summary>
    public bool Excludes(Filter where) => where is AndFilter and ? Excludes(and.Left) || Excludes(and.Right)
        : where is ComparisonFilter { Operator: ComparisonOperator.Eq } test
            && test.Path is { Schema: null, SubName: null } path
            && path.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)
            && !test.Value.Text.Equals(Value.Text, StringComparison.OrdinalIgnoreCase);

    public Filter ToFilter() => new ComparisonFilter(new AttributePath(null, Name), ComparisonOperator.Eq, Value);

    public JsonNode ToJson() =>
        Value.Kind == LiteralKind.String ? JsonValue.Create(Value.Text) : JsonValue.Create(Value.Text == "true");

    public override string ToString() =>
        Value.Kind == LiteralKind.String ? $"{Name} eq \"{Value.Text}\"" : $"{Name} eq {Value.Text}";
}
