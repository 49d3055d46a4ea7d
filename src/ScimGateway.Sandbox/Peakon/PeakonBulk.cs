using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>Bulk for users (RFC 7644 section 3.7), one operation after the other, without <c>bulkId</c> references.</summary>
internal static class PeakonBulk
{
    public const int MaxOperations = 1000;

    /// <exception cref="ScimException"><c>invalidSyntax</c>; 413 for too many operations.</exception>
    public static JsonObject Run(Ask ask, Func<Ask, Answer> answer)
    {
        if (ask.Json()["Operations"] is not JsonArray operations)
            throw ScimException.InvalidSyntax("Operations must be an array.");
        if (operations.Count > MaxOperations) throw ScimException.TooLarge($"More than {MaxOperations} operations.");
        var done = new JsonArray();
        foreach (var operation in operations) done.Add((JsonNode)Run(AsObject(operation), ask, answer));
        return new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.BulkResponse), ["Operations"] = done };
    }

    private static JsonObject AsObject(JsonNode? operation) =>
        operation as JsonObject ?? throw ScimException.InvalidSyntax("An operation must be an object.");

    private static JsonObject Run(JsonObject operation, Ask ask, Func<Ask, Answer> answer)
    {
        string method = Text(operation, "method").ToUpperInvariant();
        string[] path = Text(operation, "path").TrimStart('/').Split('/');
        if (path is not (["Users"] or ["Users", _]))
            throw ScimException.InvalidPath($"The path \"{operation["path"]}\" is neither /Users nor one user.");
        byte[] data = ScimJson.ToUtf8(operation["data"] ?? new JsonObject());
        var given = answer(ask with { Method = method, Path = path, Body = data });
        return Result(operation, method, path, given, ask.Root);
    }

    private static JsonObject Result(JsonObject operation, string method, string[] path, Answer given, string root)
    {
        var body = given.Body.IsEmpty ? null : JsonNode.Parse(given.Body.Span);
        string? id = body?["id"]?.GetValue<string>() ?? path.ElementAtOrDefault(1);
        var result = new JsonObject { ["method"] = method };
        if (operation["bulkId"] is { } bulkId) result["bulkId"] = bulkId.DeepClone();
        if (id is not null) result["location"] = $"{root}/Users/{Uri.EscapeDataString(id)}";
        result["status"] = given.Status.ToString(CultureInfo.InvariantCulture);
        if (given.Status >= 400) result["response"] = body;
        return result;
    }

    private static string Text(JsonObject operation, string name) => operation[name].IsString(out string? text)
        ? text
        : throw ScimException.InvalidSyntax($"{name} of an operation must be a string.");
}
