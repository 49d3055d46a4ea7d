namespace ScimGateway.Scim.Filters;

/// <summary>The JSON type of a literal.</summary>
public enum LiteralKind
{
    /// <summary><c>null</c>: no value.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON string.</summary>
    String,
}

/// <summary>The value of a comparison, a JSON literal (RFC 7644 section 3.4.2.2 <c>compValue</c>).</summary>
/// <param name="Kind">Its JSON type.</param>
/// <param name="Text">A string's characters, unescaped; a number as it was written; <c>true</c>, <c>false</c>,
/// <c>null</c>.</param>
public readonly record struct FilterLiteral(LiteralKind Kind, string Text)
{
    /// <summary><c>null</c>.</summary>
    public static FilterLiteral Null { get; } = new(LiteralKind.Null, "null");

    /// <summary>A string, unescaped.</summary>
    public static FilterLiteral Of(string text) => new(LiteralKind.String, text);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static FilterLiteral Of(bool value) => new(LiteralKind.Boolean, value ? "true" : "false");

    /// <summary>A number, as JSON writes it.</summary>
    public static FilterLiteral Number(string text) => new(LiteralKind.Number, text);
}
