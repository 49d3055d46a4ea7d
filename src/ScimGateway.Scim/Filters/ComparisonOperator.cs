namespace ScimGateway.Scim.Filters;

/// <summary>The attribute operators with a value (RFC 7644 table 3): <c>eq ne co sw ew gt ge lt le</c>.</summary>
public enum ComparisonOperator
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal; true for an attribute without a value, too.</summary>
    Ne,

    /// <summary>Contains.</summary>
    Co,

    /// <summary>Starts with.</summary>
    Sw,

    /// <summary>Ends with.</summary>
    Ew,

    /// <summary>Greater than, or later.</summary>
    Gt,

    /// <summary>Greater than or equal.</summary>
    Ge,

    /// <summary>Less than, or earlier.</summary>
    Lt,

    /// <summary>Less than or equal.</summary>
    Le,
}
