using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Mapping.Mappers;

/// <summary>When a target answers so, the client is told this (<c>errors: [ { status: 400, body: /already exists/i, become: … } ]</c>).</summary>
/// <param name="Status">The target's status; <see langword="null"/>: any error.</param>
/// <param name="Body">What the target's body must contain; <see langword="null"/>: anything. Has a match time-out.</param>
/// <param name="BecomeStatus">The status the client gets.</param>
/// <param name="BecomeType">The <c>scimType</c> the client gets.</param>
public sealed record ErrorRule(int? Status, Regex? Body, int BecomeStatus, ScimType? BecomeType)
{
    public bool Matches(int status, string body) => (Status is null || Status == status) && (Body is null || Body.IsMatch(body));
}
