using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>The <c>meta</c> of a resource.</summary>
internal static class LeapsomeMeta
{
    /// <summary>Of a new resource, changed now.</summary>
    public static JsonObject New(string type, TimeProvider time)
    {
        string now = Text(time.GetUtcNow());
        return new JsonObject { ["resourceType"] = type, ["created"] = now, ["lastModified"] = now };
    }

    public static void Touch(JsonObject resource, TimeProvider time) =>
        resource["meta"]!["lastModified"] = Text(time.GetUtcNow());

    /// <summary>As an answer shows it, with its location.</summary>
    public static JsonObject Show(JsonObject resource, string location)
    {
        var meta = resource["meta"]!.DeepClone().AsObject();
        meta["location"] = location;
        return meta;
    }

    /// <summary>The answer of a create has <c>created</c> as a number, epoch milliseconds; all others a date-time.</summary>
    public static JsonObject AsOfCreate(JsonObject shown)
    {
        var meta = shown["meta"]!.AsObject();
        meta["created"] = DateTimeOffset.Parse(meta["created"]!.GetValue<string>()).ToUnixTimeMilliseconds();
        return shown;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
}
