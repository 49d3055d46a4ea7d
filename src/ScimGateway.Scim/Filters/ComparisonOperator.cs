namespace ScimGateway.Scim.Filters;

/// <summary>The attribute operators with a value (RFC 7644 table 3): <c>eq ne co sw ew gt ge lt le</c>.</summary>
public enum ComparisonOperator { Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le }
