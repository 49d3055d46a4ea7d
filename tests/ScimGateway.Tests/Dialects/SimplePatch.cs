using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Dialects;

/// <summary>The PATCH of a server that knows attributes, sub-attributes and <c>members[value eq "…"]</c>, and refuses all
/// else.</summary>
internal static partial class SimplePatch
{
    public static void Apply(JsonObject resource, JsonObject message)
    {
        foreach (var operation in message["Operations"]!.AsArray())
        {
            string verb = operation.At("op")!;
            if (operation!["path"] is null) foreach (var (name, value) in operation["value"]!.AsObject())
                Set(resource, verb, name, value);
            else if (Member().Match(operation.At("path")!) is { Success: true } one && verb == "remove")
                Remove(resource, one.Groups["id"].Value);
            else if (Path().IsMatch(operation.At("path")!))
                Set(resource, verb, operation.At("path")!, operation["value"]);
            else
                throw new DialectRefusal(400, $"The path {operation.At("path")} is not supported");
        }
    }

    private static void Set(JsonObject resource, string verb, string path, JsonNode? value)
    {
        string[] names = path.StartsWith("urn:", StringComparison.Ordinal)
            ? [path[..path.LastIndexOf(':')], path[(path.LastIndexOf(':') + 1)..]]
            : path.Split('.');
        if (names is [var owner, var part])
        {
            if (resource[owner] is not JsonObject inner) resource[owner] = inner = [];
            Set(inner, verb, part, value);
            if (inner.Count == 0) resource.Remove(owner);
        }
        else if (verb == "remove")
        {
            resource.Remove(path);
        }
        else if (verb == "add" && value is JsonArray come && resource[path] is JsonArray there)
        {
            foreach (var one in come)
                if (!there.Any(other => other.At("value") == one.At("value"))) there.Add(one?.DeepClone());
        }
        else
        {
            resource[path] = value?.DeepClone();
        }
    }

    private static void Remove(JsonObject resource, string id)
    {
        if (
            resource["members"] is not JsonArray members
            || members.FirstOrDefault(member => member.At("value") == id) is not { } member
        )
            return;
        members.Remove(member);
    }

    [GeneratedRegex("""^members\[value eq "(?<id>[^"]+)"\]$""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Member();

    [GeneratedRegex("""^(urn:[^\[\]]+|[a-zA-Z]+(\.[a-zA-Z]+)?)$""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Path();
}
