using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Messages;

/// <summary>Finds status and keyword of an error in the shapes that targets give it.</summary>
internal static class ScimErrorReader
{
    public static ScimError? Read(JsonObject body, int? httpStatus)
    {
        if (!IsError(body)) return null;
        int status = Error(httpStatus) ?? StatusIn(body) ?? StatusIn(First(body)) ?? 502;
        string detail = ErrorSentence.In(body) ?? $"The target answered with status {status} and gave no reason.";
        return new ScimError(status, TypeIn(body) ?? TypeIn(First(body)) ?? ScimError.ImpliedBy(status), detail);
    }

    // A user has a title as well: an object that lists schemas must list the error's, in one of its spellings, or name a status.
    private static bool IsError(JsonObject body)
    {
        if (StatusIn(body) is not null || body.Find("scimType") is not null) return true;
        if (body.Find("schemas") is JsonArray { Count: > 0 } schemas)
            return schemas.Any(IsErrorUri) || body.Find("detail").IsString(out _);
        return ErrorSentence.In(body) is not null;
    }

    private static bool IsErrorUri(JsonNode? uri) =>
        uri.IsString(out string? text) && text.EndsWith(":Error", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first of <c>Errors</c> (SCIM 1.1) or <c>errors</c>, or the object in either (Slack) or in
    /// <c>error</c>.</summary>
    private static JsonObject? First(JsonObject body) => body.Find("errors") switch
    {
        JsonArray { Count: > 0 } errors => errors[0] as JsonObject,
        JsonObject error => error,
        _ => body.Find("error") as JsonObject,
    };

    private static int? StatusIn(JsonObject? holder) =>
        Error(Number(holder, "status") ?? Number(holder, "statusCode") ?? Number(holder, "code"));

    private static long? Number(JsonObject? holder, string name) =>
        holder is not null && holder.Find(name).IsInteger(out long number) ? number : null;

    private static int? Error(long? status) => status is >= 400 and <= 599 ? (int)status : null;

    private static ScimType? TypeIn(JsonObject? holder) =>
        ScimTypes.FromWord(holder?.Find("scimType").IsString(out string? word) ?? false ? word : null);
}
