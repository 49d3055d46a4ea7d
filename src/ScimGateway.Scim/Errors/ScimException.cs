namespace ScimGateway.Scim.Errors;

/// <summary>A fault that knows its answer: HTTP status, <c>scimType</c>, and a sentence to the client's developer.</summary>
/// <remarks>RFC 7644 section 3.12. The message is the <c>detail</c>: it names what, where, and what was expected, and never
/// holds a stack, a token or personal data that the client did not send itself.</remarks>
public class ScimException : Exception
{
    private const int LongestId = 200;

    /// <summary>A fault of any status; those with a method of their own are made by it.</summary>
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

    /// <summary>Why a server behind this one could not be used, in words that hold nobody's data (<c>credentials refused</c>):
    /// for the operator's log, where the message must not stand.</summary>
    public string? Reason { get; init; }

    /// <summary>The words of the server behind this one, where it gave any: for a record, in which the values in them are
    /// masked.</summary>
    public string? Said { get; init; }

    /// <summary>What a function of a mapping threw, in its own words, the values in them masked: for a log at debug
    /// alone.</summary>
    public string? Thrown { get; init; }

    /// <summary>Whether the sentence says what had been done already.</summary>
    public bool TellsWhatWasDone { get; private init; }

    /// <summary>Whether the sentence says which resource it is about.</summary>
    public bool NamesResource { get; private init; }

    /// <summary>The same fault, told of one resource, so that the one among many is found whose value it is.</summary>
    /// <param name="type">The name of its type: <c>User</c>.</param>
    /// <param name="id">Its id; told without control characters, and cut if it is long.</param>
    public ScimException Of(string type, string id) =>
        NamesResource ? this : Saying($"{Message} The {type} has the id '{Shown(id)}'.", TellsWhatWasDone, namesResource: true);

    /// <summary>The same fault, told after what had been done already when it happened.</summary>
    /// <param name="done">The beginning of the sentence: <c>The User was created with the id 'x', but reading it
    /// failed</c>.</param>
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

    // It is the other server's word, and the sentence stands in logs.
    private static string Shown(string id) =>
        string.Concat(id.Take(LongestId).Select(character => char.IsControl(character) ? ' ' : character));

    /// <summary>502: what a server behind this one answered is not what it should be.</summary>
    public static ScimException UnusableAnswer(string detail, Exception? cause = null) =>
        new(502, null, detail, cause) { Reason = "unusable answer" };

    /// <summary>400 <c>invalidFilter</c>: a filter that cannot be read, or compares what cannot be compared.</summary>
    public static ScimException InvalidFilter(string detail) => new(400, ScimType.InvalidFilter, detail);

    /// <summary>400 <c>invalidPath</c>: a PATCH path that cannot be read, or leads into what has no parts.</summary>
    public static ScimException InvalidPath(string detail) => new(400, ScimType.InvalidPath, detail);

    /// <summary>400 <c>invalidSyntax</c>: a body that is not JSON, or not the message expected.</summary>
    public static ScimException InvalidSyntax(string detail, Exception? cause = null) =>
        new(400, ScimType.InvalidSyntax, detail, cause);

    /// <summary>400 <c>invalidValue</c>: a value of another type than the schema has, or none where one is needed.</summary>
    public static ScimException InvalidValue(string detail) => new(400, ScimType.InvalidValue, detail);

    /// <summary>400 <c>noTarget</c>: a path that selects nothing (RFC 7644 section 3.5.2).</summary>
    public static ScimException NoTarget(string detail) => new(400, ScimType.NoTarget, detail);

    /// <summary>400 <c>mutability</c>: a change of what cannot be changed.</summary>
    public static ScimException Mutability(string detail) => new(400, ScimType.Mutability, detail);

    /// <summary>400 <c>tooMany</c>: more results than are returned.</summary>
    public static ScimException TooMany(string detail) => new(400, ScimType.TooMany, detail);

    /// <summary>The cursor is none of this server's, or not of this query (RFC 9865 section 2.1). The sentence is the same for
    /// a forged cursor and for somebody else's.</summary>
    public static ScimException InvalidCursor(string detail) => new(400, ScimType.InvalidCursor, detail);

    /// <summary>The cursor is older than <c>cursorTimeout</c> (RFC 9865 section 2.1).</summary>
    public static ScimException ExpiredCursor(string detail) => new(400, ScimType.ExpiredCursor, detail);

    /// <summary>The page size cannot be had, or is another one than with the first cursor (RFC 9865 section 2.1).</summary>
    public static ScimException InvalidCount(string detail) => new(400, ScimType.InvalidCount, detail);

    /// <summary>The request needs a version of the protocol that is not spoken here (RFC 7644 section 3.13).</summary>
    public static ScimException InvalidVers(string detail) => new(400, ScimType.InvalidVers, detail);

    /// <summary>403: what was asked for must not stand in a URL; <c>POST …/.search</c> can ask it (RFC 7644 section
    /// 7.5.2).</summary>
    public static ScimException Sensitive(string detail) => new(403, ScimType.Sensitive, detail);

    /// <summary>409, which RFC 7644 section 3.3 demands for a duplicate.</summary>
    public static ScimException Uniqueness(string detail) => new(409, ScimType.Uniqueness, detail);

    /// <summary>401: nobody that is known.</summary>
    public static ScimException Unauthorized(string detail) => new(401, null, detail);

    /// <summary>409 without a keyword: the request contradicts the state of things, or itself.</summary>
    public static ScimException Conflict(string detail) => new(409, null, detail);

    /// <summary>412: the resource has another version than the request was made for (RFC 7644 section 3.14).</summary>
    public static ScimException PreconditionFailed(string detail) => new(412, null, detail);

    /// <summary>404: no such resource or endpoint.</summary>
    public static ScimException NotFound(string detail) => new(404, null, detail);

    /// <summary>413: more than one request may hold or cost.</summary>
    public static ScimException TooLarge(string detail) => new(413, null, detail);

    /// <summary>501: nothing here can do that.</summary>
    public static ScimException NotImplemented(string detail) => new(501, null, detail);
}
