using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Bulk;

internal static class BulkRequestReader
{
    public static BulkRequest Read(JsonObject body, ReadingRules rules)
    {
        MessageSchema.Require(body, SchemaUrns.BulkRequest, rules);
        if (body.Find("Operations") is not JsonArray given)
            throw ScimException.InvalidSyntax(
                $"Operations is a JSON {ScimJson.KindOf(body.Find("Operations"))}; expected an array."
            );
        if (given.Count > rules.Limits.BulkOperations)
            throw ScimException.TooLarge(
                $"The Bulk request has {given.Count} operations; {rules.Limits.BulkOperations} are the most (maxOperations)."
            );
        BulkOperation[] operations = [.. given.Select((node, index) => Operation(node, index, rules))];
        RefuseTwins(operations);
        return new BulkRequest(operations, FailOnErrors(body));
    }

    private static int? FailOnErrors(JsonObject body)
    {
        var node = body.Find("failOnErrors");
        if (node is null) return null;
        return node.IsInteger(out long number) && number >= 0
            ? (int)Math.Min(number, int.MaxValue)
            : throw ScimException.InvalidValue($"failOnErrors must be an integer of 0 or more, found {node.ToJsonString()}.");
    }

    private static BulkOperation Operation(JsonNode? node, int index, ReadingRules rules)
    {
        string place = $"Operations[{index}]";
        if (node is not JsonObject json)
            throw ScimException.InvalidSyntax($"{place} is a JSON {ScimJson.KindOf(node)}; expected an object.");
        var method = Method(json, place, rules);
        string[] path = BulkPath.Read(Text(json, "path", place), method, place);
        return new BulkOperation
        {
            Index = index,
            Method = method,
            Endpoint = "/" + path[0],
            Id = path.Length > 1 ? path[1] : null,
            BulkId = BulkId(json, method, place),
            Version = Text(json, "version", place),
            Data = method == ScimOperation.Delete ? null : Data(json, method, place),
        };
    }

    private static ScimOperation Method(JsonObject json, string place, ReadingRules rules)
    {
        string word =
            Text(json, "method", place)
            ?? throw ScimException.InvalidSyntax($"{place} needs a method: POST, PUT, PATCH or DELETE.");
        return BulkMethod.Read(rules.Allows(Leniency.MessageCase) ? word.ToUpperInvariant() : word)
            ?? throw ScimException.InvalidSyntax($"{place}.method is \"{word}\"; expected POST, PUT, PATCH or DELETE.");
    }

    private static string? BulkId(JsonObject json, ScimOperation method, string place)
    {
        string? bulkId = Text(json, "bulkId", place);
        if (string.IsNullOrEmpty(bulkId) && method == ScimOperation.Create)
            throw ScimException.InvalidSyntax($"{place} is a POST and needs a bulkId.");
        return bulkId;
    }

    private static JsonObject Data(JsonObject json, ScimOperation method, string place)
    {
        string? spelling = json.SpellingOf("data");
        var data = spelling is null ? null : json[spelling];
        if (data is not JsonObject read)
            throw ScimException.InvalidSyntax($"{place} is a {BulkMethod.Word(method)} and needs data; found a JSON {ScimJson.KindOf(data)}, expected an object.");
        json.Remove(spelling!);
        return read;
    }

    private static string? Text(JsonObject json, string name, string place)
    {
        var node = json.Find(name);
        if (node is null) return null;
        return node.IsString(out string? text)
            ? text
            : throw ScimException.InvalidSyntax($"{place}.{name} is a JSON {ScimJson.KindOf(node)}; expected a string.");
    }

    private static void RefuseTwins(BulkOperation[] operations)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var operation in operations)
            if (operation.BulkId is { } bulkId && !first.TryAdd(bulkId, operation.Index))
                throw ScimException.InvalidValue($"Operations[{operation.Index}].bulkId is '{bulkId}', as that of Operations[{first[bulkId]}]; it must be unique in the request.");
    }
}
