using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Clients.Dialects;

/// <summary>Returns a <c>userName</c> in the case that the client wrote, if the target stores it in another: to Okta,
/// <c>ana@x.org</c> in the answer to <c>Ana@X.org</c> is another user.</summary>
internal static class EchoedCase
{
    private static readonly AttributePath UserName = new(null, "userName");

    /// <summary>The name in a create, a change or a look-up; <see langword="null"/>: there is none, or the client wants the
    /// target's.</summary>
    public static string? NameIn(ScimRequest request) => request.Leniency.HasFlag(Leniency.EchoedCase)
        ? Text(request.Resource?.Find(UserName.Name)) ?? Text(request.Patch?.Operations.LastOrDefault(operation =>
            operation.Path is { Where: null } path && path.Attribute == UserName)?.Value) ?? LookedUp(request.Query.Filter)
        : null;

    public static void Echo(string name, JsonObject resource)
    {
        if (resource.Find(UserName.Name).IsString(out string? own) && own.Equals(name, StringComparison.OrdinalIgnoreCase))
            resource[UserName.Name] = name;
    }

    private static string? LookedUp(Filter? filter) =>
        filter
            is ComparisonFilter
        {
            Operator: ComparisonOperator.Eq,
            Value: { Kind: LiteralKind.String, Text: var text }
        } comparison
        && comparison.Path == UserName
            ? text
            : null;

    private static string? Text(JsonNode? value) => value.IsString(out string? text) ? text : null;
}
