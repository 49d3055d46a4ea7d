using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Messages;

internal static class ListResponseReader
{
    public static ListResponse Read(JsonNode? body) => body switch
    {
        JsonObject message => Read(message),
        JsonArray array => Page(Resources(array), total: null, startIndex: 1),
        _ => throw NoList($"it is a JSON {ScimJson.KindOf(body)}; expected a ListResponse"),
    };

    public static ListResponse Read(JsonObject body)
    {
        if (body.SpellingOf("Resources") is null && body.SpellingOf("totalResults") is null)
            throw NoList("it has neither Resources nor totalResults");
        long? total = Number(body, "totalResults");
        long? startIndex = Number(body, "startIndex");
        var page = Page(Resources(body.Find("Resources")), total, (int)Math.Clamp(startIndex ?? 1, 1, int.MaxValue));
        return page with
        {
            ToldTotal = page.TotalIsKnown ? total : null,
            ToldStartIndex = startIndex is null ? null : page.StartIndex,
            NextCursor = Cursor(body, "nextCursor"),
            PreviousCursor = Cursor(body, "previousCursor"),
        };
    }

    private static string? Cursor(JsonObject body, string name) =>
        body.Find(name).IsString(out string? text) && text.Length > 0 ? text : null;

    // Some servers use -1 for "not counted"; fewer than are on the page is impossible.
    private static ListResponse Page(List<JsonObject> resources, long? total, int startIndex)
    {
        bool isKnown = total >= 0;
        return new(isKnown ? Math.Max(total!.Value, resources.Count) : resources.Count, startIndex, resources)
        {
            TotalIsKnown = isKnown,
        };
    }

    private static List<JsonObject> Resources(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => [.. array.TakeAll().Where(element => element is not null).Select(Resource)],
        _ => throw NoList($"Resources must be an array, found a JSON {ScimJson.KindOf(node)}"),
    };

    private static JsonObject Resource(JsonNode? element) =>
        element as JsonObject ?? throw NoList($"Resources must hold objects, found a JSON {ScimJson.KindOf(element)}");

    private static long? Number(JsonObject body, string name)
    {
        var node = body.Find(name);
        if (node is null || (node.IsString(out string? text) && text.Length == 0)) return null;
        return node.IsInteger(out long number)
            ? number
            : throw NoList($"{name} must be an integer, found a JSON {ScimJson.KindOf(node)} that is none");
    }

    private static ScimException NoList(string why) =>
        ScimException.UnusableAnswer($"The target's answer cannot be read as a list: {why}.");
}
