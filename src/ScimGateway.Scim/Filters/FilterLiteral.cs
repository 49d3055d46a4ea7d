namespace ScimGateway.Scim.Filters;

public enum LiteralKind { Null, Boolean, Number, String }

/// <summary>The value of a comparison, a JSON literal (RFC 7644 section 3.4.2.2 <c>compValue</c>).</summary>
/// <param name="Kind">Its JSON type.</param>
/// <param name="Text">A string's characters, unescaped; a number as it was written; <c>true</c>, <c>false</c>, <c>null</c>.</param>
public readonly record struct FilterLiteral(LiteralKind Kind, string Text)
{
    public static FilterLiteral Null { get; } = new(LiteralKind.Null, "null");

    public static FilterLiteral Of(string text) => new(LiteralKind.String, text);

    public static FilterLiteral Of(bool value) => new(LiteralKind.Boolean, value ? "true" : "false");

    public static FilterLiteral Number(string text) => new(LiteralKind.Number, text);
}
