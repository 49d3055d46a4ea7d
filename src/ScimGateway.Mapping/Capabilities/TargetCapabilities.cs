using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Capabilities;

/// <summary>How a target takes a change of a resource.</summary>
public enum PatchStyle
{
    /// <summary>It has no PATCH.</summary>
    None,

    /// <summary>A PatchOp message (RFC 7644 section 3.5.2).</summary>
    PatchOp,

    /// <summary>A partial resource that the target merges into the stored one (Leapsome).</summary>
    Merge,
}

/// <summary>The answer to a create that was done, when the update that should complete it fails.</summary>
public enum UpdateFailure
{
    /// <summary>The fault, which names what was created.</summary>
    Tell,

    /// <summary>The created resource is deleted (rollback), and the fault says so.</summary>
    Delete,

    /// <summary>201 with the stored resource, and a warning in the log.</summary>
    Accept,

    /// <summary>201 with what the client sent; the rest is owed to the target, and sent again until it takes it.</summary>
    Owe,
}

/// <summary>How the gateway does a DELETE.</summary>
public enum DeleteStyle
{
    /// <summary>Nothing: it is refused.</summary>
    None,

    /// <summary>A DELETE.</summary>
    Delete,

    /// <summary><c>active: false</c>, and the gateway hides the deleted user (tombstone).</summary>
    Deactivate,

    /// <summary>The members are removed, and the gateway hides the group (tombstone).</summary>
    Empty,
}

/// <summary>A target's pagination.</summary>
public enum PagingStyle
{
    /// <summary>By <c>startIndex</c> (RFC 7644 section 3.4.2.4).</summary>
    Index,

    /// <summary>By <c>cursor</c> (RFC 9865), and by nothing else.</summary>
    Cursor,

    /// <summary>Not at all: every list is one answer.</summary>
    None,
}

/// <summary>What one target can do with one resource type, as its mapping declares it under <c>can</c>.</summary>
/// <remarks>The defaults describe a complete server; a mapping names what is missing.</remarks>
public sealed record TargetCapabilities
{
    public bool Create { get; init; } = true;

    public bool Read { get; init; } = true;

    public bool List { get; init; } = true;

    public bool Put { get; init; } = true;

    /// <summary>Whether a PUT keeps the attributes that it leaves out (Peakon), so that a cleared attribute must be
    /// sent.</summary>
    public bool PutMerges { get; init; }

    public PatchStyle Patch { get; init; } = PatchStyle.PatchOp;

    public DeleteStyle Delete { get; init; } = DeleteStyle.Delete;

    /// <summary>The new userName of an account that is deactivated instead of deleted, with the <c>{id}</c> and <c>{userName}</c>
    /// of before; <see langword="null"/>: it keeps its name.</summary>
    public string? FreedName { get; init; }

    public FilterCapability Filters { get; init; } = FilterCapability.Full;

    /// <summary>Whether the target supports <c>sortBy</c>.</summary>
    public bool Sort { get; init; } = true;

    /// <summary>Whether the target supports <c>attributes</c> and <c>excludedAttributes</c>.</summary>
    public bool Projection { get; init; } = true;

    /// <summary>Whether it checks <c>If-Match</c> itself; else the gateway reads before a conditional change.</summary>
    public bool ETag { get; init; }

    /// <summary>How the target pages.</summary>
    public PagingStyle Paging { get; init; } = PagingStyle.Index;

    /// <summary>The most resources that the target puts on one page, and the number on each page while there are more;
    /// <see langword="null"/> when the mapping does not say.</summary>
    public int? PageSize { get; init; }

    /// <summary>Whether the target's <c>totalResults</c> is right; a missing one is noticed anyway.</summary>
    public bool Totals { get; init; } = true;

    /// <summary>Whether the target supports <c>POST …/.search</c> (RFC 7644 section 3.4.3): then filters are sent there, and not
    /// in URLs.</summary>
    public bool Search { get; init; }

    /// <summary>The attributes (target's words) that a create may carry; <see langword="null"/>: all.</summary>
    public IReadOnlyList<AttributePath>? CreateOnly { get; init; }

    /// <summary>Whether a create must be followed by an update that carries the rest.</summary>
    public bool CreateThenUpdate { get; init; }

    /// <summary>The answer to a create when that update fails.</summary>
    public UpdateFailure IfUpdateFails { get; init; }

    /// <summary>The attribute (client's words) by which a create finds an existing resource, to update it;
    /// <see langword="null"/>: the create is a conflict.</summary>
    public AttributePath? Adopt { get; init; }

    /// <summary>Whether a create of a resource that exists already is answered with 201 and an empty body (Leapsome).</summary>
    public bool EmptyAnswerMeansExisting { get; init; }

    /// <summary>Attributes (target's words) that every merge PATCH must carry, changed or not (Leapsome:
    /// <c>userName</c>).</summary>
    public IReadOnlyList<AttributePath> MergeAlways { get; init; } = [];

    /// <summary>The name of the flag that says whether a merge PATCH of members adds or replaces, if there is one (Leapsome:
    /// <c>replaceMembers</c>).</summary>
    public string? MergeReplaceMembersFlag { get; init; }

    /// <summary>Whether a merge is in the form of SCIM 1.1: elements to remove are marked.</summary>
    public bool MergesAsScim11 { get; init; }

    /// <summary>Whether the members of a group are shown by its users alone, found by <c>groups.value</c> (AWS IAM Identity
    /// Center).</summary>
    public bool MembersOfUsers { get; init; }

    /// <summary>Whether answers show the members of a group.</summary>
    public bool MembersReturned { get; init; } = true;

    /// <summary>How many members an answer shows at most; <see langword="null"/>: all.</summary>
    public int? MembersShown { get; init; }

    /// <summary>Attributes (target's words) that a read shows and a list leaves out: the gateway cannot evaluate a filter on them
    /// over a list.</summary>
    public IReadOnlyList<AttributePath> ListsLack { get; init; } = [];

    /// <summary>Whether a PATCH may replace or remove all members of a group at once.</summary>
    public bool ReplaceMembers { get; init; } = true;

    /// <summary>Operations in one PATCH; <see langword="null"/>: no limit.</summary>
    public int? PatchOperations { get; init; }

    /// <summary>Members that one PATCH may add and remove; <see langword="null"/>: no limit.</summary>
    public int? PatchMembers { get; init; }
}

/// <summary>Which filters a target supports.</summary>
/// <param name="Operators">The attribute operators; <see langword="null"/>: all of them.</param>
/// <param name="Attributes">The attributes (target's words) that filters may use; <see langword="null"/>: all.</param>
/// <param name="Logical">Whether <c>and</c>, <c>or</c>, <c>not</c> and value paths are supported.</param>
/// <param name="Quoted">Whether string values are in quotation marks, as RFC 7644 requires (Leapsome's have none).</param>
public sealed record FilterCapability(
    IReadOnlySet<ComparisonOperator>? Operators,
    IReadOnlyList<AttributePath>? Attributes,
    bool Logical,
    bool Quoted)
{
    /// <summary>Whether the target compares text case-sensitively where the schema says that case does not count.</summary>
    public bool CaseExact { get; init; }

    public static FilterCapability Full { get; } = new(null, null, Logical: true, Quoted: true);

    public static FilterCapability None { get; } = new(new HashSet<ComparisonOperator>(), [], Logical: false, Quoted: true);

    /// <summary>Whether the target supports a filter, given in the target's words.</summary>
    public bool Understands(Filter filter) => filter switch
    {
        ComparisonFilter comparison => (Operators?.Contains(comparison.Operator) ?? true) && Knows(comparison.Path),
        PresentFilter present => Operators is null && Knows(present.Path),
        ValuePathFilter valuePath => Logical && Operators is null && Knows(valuePath.Path),
        AndFilter and => Logical && Understands(and.Left) && Understands(and.Right),
        OrFilter or => Logical && Understands(or.Left) && Understands(or.Right),
        NotFilter not => Logical && Understands(not.Operand),
        _ => false,
    };

    private bool Knows(AttributePath path) => Attributes is null || Attributes.Contains(path);
}
