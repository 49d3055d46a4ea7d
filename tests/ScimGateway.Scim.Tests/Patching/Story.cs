using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>The words of the PATCH tests.</summary>
internal static class Story
{
    /// <summary>What Entra needs: everything but what only SCIM 1.1 clients and single quotation marks do.</summary>
    public const Leniency Entra = (Leniency)int.MaxValue & ~(Leniency.Scim11 | Leniency.SingleQuotes);

    /// <summary>The leniencies that each client of the cases gets.</summary>
    public static Leniency LenienciesOf(string? client) => client switch
    {
        "entra" or "entra-legacy" or "entra-aadOptscim062020" => Entra,
        "okta-oin" => Leniency.IgnoreReadOnly,
        "scim1.1" => Leniency.Scim11,
        "various" => Leniency.LooseComplexValues | Leniency.MessageCase | Leniency.MissingSchemas,
        "any" or null => Leniency.None,
        _ => throw new InvalidDataException($"{client} is no client of the cases."),
    };

    public static ResourceType TypeOf(JsonNode words) =>
        words.ToJsonString().Contains("members", StringComparison.Ordinal) ? ResourceType.Group : ResourceType.User;

    public static TheoryData<string> Ids(string file)
    {
        var ids = new TheoryData<string>();
        foreach (var story in Read(file)) ids.Add((string)story["id"]!);
        return ids;
    }

    public static JsonObject Of(string file, string id) => Read(file).Single(story => (string)story["id"]! == id);

    public static JsonObject Object(string json) => (JsonObject)Node(json);

    public static JsonNode Node(string json) => ScimJson.Parse(Encoding.UTF8.GetBytes(json), 32)!;

    public static JsonObject Message(string operations) =>
        new() { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = Node(operations) };

    public static string Text(JsonNode? node) => Encoding.UTF8.GetString(ScimJson.ToUtf8(node));

    /// <summary>JSON is compared as data: <c>"\u0022"</c> is <c>"\""</c>, and members have no order.</summary>
    public static void Same(JsonNode? expected, JsonNode? actual)
    {
        if (!JsonNode.DeepEquals(expected, actual)) Assert.Equal(Text(expected), Text(actual));
    }

    private static IEnumerable<JsonObject> Read(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Patching", file)).Select(Object);
}
