using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Bulk;

/// <summary>Many operations in one request (RFC 7644 section 3.7).</summary>
/// <param name="Operations">In the order of the request; they are done in that of the <see cref="BulkPlan"/>.</param>
/// <param name="FailOnErrors">How many errors end the request; <see langword="null"/>: however many, all is tried.</param>
public sealed record BulkRequest(IReadOnlyList<BulkOperation> Operations, int? FailOnErrors)
{
    /// <summary>Reads a body.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="rules">Its limits count; the resource type does not, as each operation has its own.</param>
    /// <exception cref="ScimException">413: more bytes or operations than <see cref="ScimLimits"/> has. <c>invalidSyntax</c> and
    /// <c>invalidValue</c> name the operation; nothing has been done then.</exception>
    public static BulkRequest Parse(ReadOnlyMemory<byte> utf8, ReadingRules rules)
    {
        if (utf8.Length > rules.Limits.BulkPayloadSize)
            throw ScimException.TooLarge($"The Bulk request has {utf8.Length} bytes; {rules.Limits.BulkPayloadSize} are the most (maxPayloadSize).");
        return Read(ScimJson.ParseBody(utf8, rules.Limits.JsonDepth, rules.Limits.JsonMembers, rules.Limits.JsonValues), rules);
    }

    /// <summary>The same of a body that is parsed. Takes the data out of it.</summary>
    /// <exception cref="ScimException">As <see cref="Parse"/>.</exception>
    public static BulkRequest Read(JsonObject body, ReadingRules rules) => BulkRequestReader.Read(body, rules);

    /// <summary>Whether so many errors are the end: <c>failOnErrors</c> of 1 stops at the first, and 0 can mean nothing else.</summary>
    public bool IsOver(int errors) => FailOnErrors is { } most && errors >= Math.Max(most, 1);
}
