using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Slack;

/// <summary>PatchOp as Slack supports it: lower-case letters only, one <c>eq</c> in a value path, and members removed by
/// value.</summary>
/// <remarks>Written here and not shared: a test double must not have the bugs of the code that it tests.</remarks>
internal static partial class SlackPatch
{
    /// <exception cref="ScimException">400.</exception>
    public static void Apply(JsonObject message, JsonObject resource)
    {
        if (
            message["schemas"] is not JsonArray schemas
            || !schemas.Any(urn => urn.IsString(out string? text) && text == SchemaUrns.PatchOp)
        )
            throw Bad("invalid_schemas");
        if (message["Operations"] is not JsonArray { Count: > 0 } operations) throw Bad("invalid_operations");
        foreach (var operation in operations) Change(operation as JsonObject ?? throw Bad("invalid_operations"), resource);
    }

    private static void Change(JsonObject operation, JsonObject resource)
    {
        if (!operation["op"].IsString(out string? op) || op is not ("add" or "replace" or "remove")) throw Bad("invalid_op");
        var value = operation["value"]?.DeepClone();
        if (operation["path"].IsString(out string? path)) Put(Owner(path, resource, out string rest), rest, op, value);
        else if (value is JsonObject members && op is not "remove") Merge(members, resource);
        else throw Bad("invalid_path");
    }

    private static void Put(JsonObject owner, string rest, string op, JsonNode? value)
    {
        var match = Shape().Match(rest);
        if (!match.Success) throw Bad("invalid_path");
        string name = match.Groups["name"].Value, sub = match.Groups["sub"].Value;
        if (match.Groups["test"].Success) Elements(owner, match, op, value);
        else if (sub.Length > 0) Put(Child(owner, name), sub, op, value);
        else if (op is "remove") Remove(owner, name, value);
        else if (op is "add" && value is JsonArray more && owner[name] is JsonArray there) foreach (var item in more)
            there.Add(item?.DeepClone());
        else if (value is JsonObject part && owner[name] is JsonObject whole) Merge(part, whole);
        else owner[name] = name is "nickName" or "userName" ? Named(owner, value) : value;
    }

    // The user name and the nick name are the same at Slack: a change of one changes both.
    private static JsonNode? Named(JsonObject owner, JsonNode? value)
    {
        owner["userName"] = value?.DeepClone();
        owner["nickName"] = value?.DeepClone();
        return value;
    }

    private static void Remove(JsonObject owner, string name, JsonNode? value)
    {
        if (value is not JsonArray gone || owner[name] is not JsonArray there)
        {
            owner.Remove(name);
            return;
        }

        foreach (var item in there.Where(item => gone.Any(one => JsonNode.DeepEquals(one?["value"], item?["value"]))).ToList())
            there.Remove(item);
    }

    private static void Elements(JsonObject owner, Match match, string op, JsonNode? value)
    {
        var list = owner[match.Groups["name"].Value] as JsonArray ?? [];
        var found = list.OfType<JsonObject>()
            .Where(element => element[match.Groups["test"].Value]?.ToJsonString() == match.Groups["literal"].Value)
            .ToList();
        if (found.Count is 0 && op is not "remove") throw Bad("no_target");
        foreach (var element in found)
        {
            if (match.Groups["sub"].Value is { Length: > 0 } sub) Put(element, sub, op, value?.DeepClone());
            else if (op is "remove") list.Remove(element);
            else Merge(value as JsonObject ?? throw Bad("invalid_value"), element);
        }
    }

    private static JsonObject Owner(string path, JsonObject resource, out string rest)
    {
        string? urn = new[] { SchemaUrns.EnterpriseUser, SlackMember.Profile, SlackMember.Guest }.FirstOrDefault(one =>
            path.StartsWith(one + ":", StringComparison.Ordinal));
        rest = urn is null ? path : path[(urn.Length + 1)..];
        return urn is null ? resource : Child(resource, urn);
    }

    private static void Merge(JsonObject changes, JsonObject target)
    {
        foreach (var (name, value) in changes.ToList())
        {
            if (value is JsonObject part && target[name] is JsonObject whole) Merge(part, whole);
            else target[name] = name is "nickName" or "userName" ? Named(target, value?.DeepClone()) : value?.DeepClone();
        }
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    private static ScimException Bad(string code) => new(400, null, code);

    [GeneratedRegex(
        """^(?<name>[A-Za-z]\w*)(\[(?<test>[A-Za-z]\w*) eq (?<literal>"[^"]*"|true|false)\])?(\.(?<sub>[A-Za-z]\w*))?$""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Shape();
}
