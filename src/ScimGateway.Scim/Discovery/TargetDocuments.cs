using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Discovery;

internal static class TargetDocuments
{
    /// <summary>The documents in an answer: one, a ListResponse, or a bare array, as some servers have it.</summary>
    /// <param name="mark">A member that only a document by itself has.</param>
    /// <exception cref="Errors.ScimException">502: none of these.</exception>
    public static IReadOnlyList<JsonObject> In(JsonNode? answer, string mark) =>
        answer is JsonObject one && one.SpellingOf(mark) is not null && one.SpellingOf("Resources") is null ? [one] : ListResponse.Read(answer).Resources;
}
