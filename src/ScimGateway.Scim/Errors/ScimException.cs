namespace ScimGateway.Scim.Errors;

/// <summary>A fault with its answer: HTTP status, <c>scimType</c>, and a sentence to the client's developer.</summary>
/// <remarks>RFC 7644 section 3.12. The message is the <c>detail</c>: it says what is wrong, where, and what was expected, and
/// never contains a stack, a token or personal data that the client did not send itself.</remarks>
public class ScimException : Exception
{
    private const int LongestId = 200;

    /// <summary>A fault of any status; common ones have a method of their own.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="type">The keyword; <see langword="null"/> when the RFCs have none for it.</param>
    /// <param name="detail">A sentence to the client's developer: what, where, what was expected.</param>
    /// <param name="cause">What was caught, if it was.</param>
    public ScimException(int status, ScimType? type, string detail, Exception? cause = null)
        : base(detail, cause)
    {
        Status = status;
        Type = type;
    }

    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status { get; }

    /// <summary>The keyword of RFC 7644 table 9 or RFC 9865; <see langword="null"/> when none fits.</summary>
    public ScimType? Type { get; }

    /// <summary>How long the client should wait, for 429 and 503; whole seconds on the wire.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why a server behind this one could not be used, without personal data (<c>credentials refused</c>): for the
    /// operator's log, which does not get the message.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of the server behind this one, if there was any: for the audit record, in which its values are
    /// masked.</summary>
    public string? Said { get; init; }

    /// <summary>The message that a function of a mapping threw, with its values masked: for the log at debug only.</summary>
    public string? Thrown { get; init; }

    /// <summary>Whether the sentence says what had been done before the fault.</summary>
    public bool TellsWhatWasDone { get; private init; }

    /// <summary>Whether the sentence says which resource it is about.</summary>
    public bool NamesResource { get; private init; }

    /// <summary>The same fault with the resource that it is about, so that the one with the bad value is found in a
    /// list.</summary>
    /// <param name="type">The name of its type: <c>User</c>.</param>
    /// <param name="id">Its id; shown without control characters, and cut if it is long.</param>
    public ScimException Of(string type, string id) =>
        NamesResource ? this : Saying($"{Message} The {type} has the id '{Shown(id)}'.", TellsWhatWasDone, namesResource: true);

    /// <summary>The same fault with what had been done before it.</summary>
    /// <param name="done">The beginning of the sentence:
    /// <c>The User was created with the id 'x', but reading it failed</c>.</param>
    public ScimException After(string done) => Saying($"{done}: {Message}", tellsWhatWasDone: true, NamesResource);

    /// <summary>The same fault with words at the end of its sentence.</summary>
    /// <param name="words">For example <c> (correlation id …)</c>.</param>
    public ScimException EndingIn(string words) => Saying(Message + words, TellsWhatWasDone, NamesResource);

    private ScimException Saying(string detail, bool tellsWhatWasDone, bool namesResource) =>
        new(Status, Type, detail, InnerException)
        {
            RetryAfter = RetryAfter,
            Reason = Reason,
            Said = Said,
            Thrown = Thrown,
            TellsWhatWasDone = tellsWhatWasDone,
            NamesResource = namesResource,
        };

    // It comes from the other server, and the sentence appears in logs.
    private static string Shown(string id) =>
        string.Concat(id.Take(LongestId).Select(character => char.IsControl(character) ? ' ' : character));

    /// <summary>502: the answer of a server behind this one cannot be used.</summary>
    public static ScimException UnusableAnswer(string detail, Exception? cause = null) =>
        new(502, null, detail, cause) { Reason = "unusable answer" };

    /// <summary>400 <c>invalidFilter</c>: a filter that cannot be parsed, or a comparison that makes no sense.</summary>
    public static ScimException InvalidFilter(string detail) => new(400, ScimType.InvalidFilter, detail);

    /// <summary>400 <c>invalidPath</c>: a PATCH path that cannot be parsed, or leads into a value without parts.</summary>
    public static ScimException InvalidPath(string detail) => new(400, ScimType.InvalidPath, detail);

    /// <summary>400 <c>invalidSyntax</c>: a body that is not JSON, or not the message expected.</summary>
    public static ScimException InvalidSyntax(string detail, Exception? cause = null) =>
        new(400, ScimType.InvalidSyntax, detail, cause);

    /// <summary>400 <c>invalidValue</c>: a value of another type than the schema's, or a missing required one.</summary>
    public static ScimException InvalidValue(string detail) => new(400, ScimType.InvalidValue, detail);

    /// <summary>400 <c>noTarget</c>: a path that selects nothing (RFC 7644 section 3.5.2).</summary>
    public static ScimException NoTarget(string detail) => new(400, ScimType.NoTarget, detail);

    /// <summary>400 <c>mutability</c>: a change of an attribute that cannot be changed.</summary>
    public static ScimException Mutability(string detail) => new(400, ScimType.Mutability, detail);

    /// <summary>400 <c>tooMany</c>: more results than are returned.</summary>
    public static ScimException TooMany(string detail) => new(400, ScimType.TooMany, detail);

    /// <summary>The cursor is not of this server, or not of this query (RFC 9865 section 2.1). The sentence is the same for a
    /// forged cursor and for another client's.</summary>
    public static ScimException InvalidCursor(string detail) => new(400, ScimType.InvalidCursor, detail);

    /// <summary>The cursor is older than <c>cursorTimeout</c> (RFC 9865 section 2.1).</summary>
    public static ScimException ExpiredCursor(string detail) => new(400, ScimType.ExpiredCursor, detail);

    /// <summary>The page size is not possible, or differs from that of the first cursor (RFC 9865 section 2.1).</summary>
    public static ScimException InvalidCount(string detail) => new(400, ScimType.InvalidCount, detail);

    /// <summary>The request needs a version of the protocol that is not supported here (RFC 7644 section 3.13).</summary>
    public static ScimException InvalidVers(string detail) => new(400, ScimType.InvalidVers, detail);

    /// <summary>403: the query must not stand in a URL; <c>POST …/.search</c> is possible (RFC 7644 section 7.5.2).</summary>
    public static ScimException Sensitive(string detail) => new(403, ScimType.Sensitive, detail);

    /// <summary>409, which RFC 7644 section 3.3 demands for a duplicate.</summary>
    public static ScimException Uniqueness(string detail) => new(409, ScimType.Uniqueness, detail);

    /// <summary>401: the client is not known.</summary>
    public static ScimException Unauthorized(string detail) => new(401, null, detail);

    /// <summary>409 without a keyword: the request contradicts the stored resources, or itself.</summary>
    public static ScimException Conflict(string detail) => new(409, null, detail);

    /// <summary>412: the resource has another version than the one in the request (RFC 7644 section 3.14).</summary>
    public static ScimException PreconditionFailed(string detail) => new(412, null, detail);

    /// <summary>404: no such resource or endpoint.</summary>
    public static ScimException NotFound(string detail) => new(404, null, detail);

    /// <summary>413: more than one request may contain or cost.</summary>
    public static ScimException TooLarge(string detail) => new(413, null, detail);

    /// <summary>501: neither the target nor the gateway can do it.</summary>
    public static ScimException NotImplemented(string detail) => new(501, null, detail);
}
