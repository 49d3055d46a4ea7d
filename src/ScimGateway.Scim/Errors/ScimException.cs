namespace ScimGateway.Scim.Errors;

/// <summary>A fault that knows its answer: HTTP status, <c>scimType</c>, and a sentence to the client's developer.</summary>
/// <remarks>RFC 7644 section 3.12. The message is the <c>detail</c>: it names what, where, and what was expected, and never
/// holds a stack, a token or personal data that the client did not send itself.</remarks>
public class ScimException : Exception
{
    public ScimException(int status, ScimType? type, string detail, Exception? cause = null)
        : base(detail, cause)
    {
        Status = status;
        Type = type;
    }

    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status { get; }

    public ScimType? Type { get; }

    /// <summary>How long the client should wait, for 429 and 503; whole seconds on the wire.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why a server behind this one could not be used, in words that hold nobody's data (<c>credentials refused</c>): for
    /// the operator's log, where the message must not stand.</summary>
    public string? Reason { get; init; }

    /// <summary>The same fault, told after what had been done already when it happened.</summary>
    /// <param name="done">The beginning of the sentence: <c>The User was created with the id 'x', but reading it failed</c>.</param>
    public ScimException After(string done) => new(Status, Type, $"{done}: {Message}", InnerException) { RetryAfter = RetryAfter, Reason = Reason };

    /// <summary>502: what a server behind this one answered is not what it should be.</summary>
    public static ScimException UnusableAnswer(string detail, Exception? cause = null) => new(502, null, detail, cause) { Reason = "unusable answer" };

    public static ScimException InvalidFilter(string detail) => new(400, ScimType.InvalidFilter, detail);

    public static ScimException InvalidPath(string detail) => new(400, ScimType.InvalidPath, detail);

    public static ScimException InvalidSyntax(string detail, Exception? cause = null) => new(400, ScimType.InvalidSyntax, detail, cause);

    public static ScimException InvalidValue(string detail) => new(400, ScimType.InvalidValue, detail);

    public static ScimException NoTarget(string detail) => new(400, ScimType.NoTarget, detail);

    public static ScimException Mutability(string detail) => new(400, ScimType.Mutability, detail);

    public static ScimException TooMany(string detail) => new(400, ScimType.TooMany, detail);

    /// <summary>409, which RFC 7644 section 3.3 demands for a duplicate.</summary>
    public static ScimException Uniqueness(string detail) => new(409, ScimType.Uniqueness, detail);

    public static ScimException Unauthorized(string detail) => new(401, null, detail);

    public static ScimException NotFound(string detail) => new(404, null, detail);

    public static ScimException TooLarge(string detail) => new(413, null, detail);

    public static ScimException NotImplemented(string detail) => new(501, null, detail);
}
