using System.Text.Json.Nodes;

namespace ScimGateway.Tests.Crippled;

/// <summary>A server whose PATCH is a partial resource that is merged into what is there (RFC 7396): objects member by member,
/// and null takes away.</summary>
internal static class MergePatch
{
    public static Lack Only() => async (call, server) =>
    {
        if (call.Method != "PATCH") return await server(call);
        var partial = JsonNode.Parse(call.Body)!.AsObject();
        if (partial.ContainsKey("Operations")) return ServerAnswer.Error(400, "Expected a partial resource.", "invalidSyntax");
        var read = await server(call with { Method = "GET", Body = "" });
        if (read.Status != 200) return read;
        var whole = read.Json!.DeepClone().AsObject();
        Merge(whole, partial);
        return await server(call with { Method = "PUT", Body = whole.ToJsonString() });
    };

    private static void Merge(JsonObject into, JsonObject partial)
    {
        foreach (var (name, value) in partial)
        {
            if (value is null) into.Remove(name);
            else if (value is JsonObject inner && into[name] is JsonObject before) Merge(before, inner);
            else into[name] = value.DeepClone();
        }
    }
}
