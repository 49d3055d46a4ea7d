using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Turns an answer of the target into an error for the client
/// (<c>errors: [ { status: 400, body: /already exists/i, become: … } ]</c>).</summary>
public sealed record ErrorRule
{
    /// <summary>The methods of the calls that it applies to (<c>DELETE</c>); <see langword="null"/>: all.</summary>
    internal IReadOnlySet<string>? Methods { get; init; }

    /// <summary>The target's status; <see langword="null"/>: any error.</summary>
    public int? Status { get; init; }

    /// <summary>What the target's body must contain; <see langword="null"/>: anything. Has a match time-out.</summary>
    internal Regex? Body { get; init; }

    /// <summary>The names that lead to the message in the target's JSON body (<c>error.msg</c>); <see langword="null"/>: the
    /// usual names.</summary>
    public IReadOnlyList<string>? Detail { get; init; }

    /// <summary>The status the client gets; <see langword="null"/>: the one it gets without a rule.</summary>
    public int? BecomeStatus { get; init; }

    /// <summary>The <c>scimType</c> the client gets.</summary>
    public ScimType? BecomeType { get; init; }

    /// <summary>Whether the answer means success.</summary>
    public bool IsDone => BecomeStatus < 300;

    public bool Matches(string method, int status, string body) =>
        (Methods?.Contains(method) ?? true) && (Status is null || Status == status) && (Body?.IsMatch(body) ?? true);
}
