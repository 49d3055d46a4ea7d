using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Bulk;

/// <summary>Many operations in one request (RFC 7644 section 3.7).</summary>
/// <param name="Operations">In the order of the request; they are done in that of the <see cref="BulkPlan"/>.</param>
/// <param name="FailOnErrors">How many errors end the request; <see langword="null"/>: all operations are tried.</param>
public sealed record BulkRequest(IReadOnlyList<BulkOperation> Operations, int? FailOnErrors)
{
    /// <summary>Reads a body. Takes the data out of it.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="rules">Its limits apply; its resource type does not, as each operation has its own.</param>
    /// <exception cref="ScimException">413: more operations than <see cref="ScimLimits"/> has. <c>invalidSyntax</c> and
    /// <c>invalidValue</c> name the operation; nothing has been done then.</exception>
    public static BulkRequest Read(JsonObject body, ReadingRules rules) => BulkRequestReader.Read(body, rules);

    /// <summary>Whether so many errors end the request: <c>failOnErrors</c> of 1 stops at the first one, and 0 can only mean the
    /// same.</summary>
    public bool IsOver(int errors) => FailOnErrors is { } most && errors >= Math.Max(most, 1);
}
