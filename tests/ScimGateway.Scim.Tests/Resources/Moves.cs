using System.Text.Json.Nodes;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>Mappings that only move values, in every direction that there is, or convert them on their way, done on the tree:
/// what the bytes are held to.</summary>
internal static class Moves
{
    public const string Peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";

    private static readonly PlainMove[] Rows =
    [
        Row($"{Peakon}:Job Title", "title"),
        Row($"{Peakon}:Business Unit", $"{Acme.Urn}:unit"),
        Row($"{Peakon}:Team", $"{Acme.Urn}:team"),
        Row($"{Peakon}:Other", $"{Acme.Urn}:list"),
        Row("alias", "nickName"),
        Row("first", $"{Acme.Urn}:first"),
        Row("@ent:department", "displayName"),
        Row("zip", $"{Acme.Urn}:zip"),
    ];

    private static readonly PlainMove[] Conversions =
    [
        Row($"{Peakon}:Job Title", "title", value => value.IsString(out string? text) ? text.Trim() : value),
        Row($"{Peakon}:Business Unit", $"{Acme.Urn}:tags", Parts),
        Row($"{Peakon}:Team", "@ent:division", value => $"{value}" is "-" ? null : value),
        Row($"{Peakon}:Other", "@ent:manager", Manager),
        Row("badge", $"{Acme.Urn}:badge", value => new JsonObject { ["colour"] = value, ["pin"] = "1234" }),
        Row("mail", "emails", Emails),
        Row("active", "active", value => $"{value}" is not "no"),
        Row("alias", "nickName", value => $"{value}" is "-" ? null : $"{value}".Length),
        Row("first", $"{Acme.Urn}:since", value => long.TryParse($"{value}", out long days) ? days * 86_400_000 : value),
        Row("zip", $"{Acme.Urn}:zip", value => $"{value}" is "-" ? null : value),
        Row("odd", "displayName", _ => throw new ScimException(500, null, "The mapping is at fault.")),
    ];

    public static AnswerPlan Plan { get; } = new(ResourceType.User, resource => ToClient(resource, Rows), [], Rows);

    public static AnswerPlan Converting { get; } = PlanOf(Conversions);

    /// <summary>The same, and how many values were converted.</summary>
    public static (AnswerPlan Plan, Func<int> Count) Counted()
    {
        int count = 0;
        PlainMove[] rows = [.. Conversions.Select(row => row with { Convert = value => Counting(row, value) })];
        return (PlanOf(rows), () => count);

        JsonNode? Counting(PlainMove row, JsonNode value)
        {
            count++;
            return row.Convert!(value);
        }
    }

    private static JsonArray Parts(JsonNode value) =>
        [.. $"{value}".Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => (JsonNode)part)];

    private static JsonObject Manager(JsonNode value) =>
        new() { ["value"] = $"{value}", ["$ref"] = $"https://vendor.example/Users/{value}", ["DisplayName"] = null };

    private static JsonArray Emails(JsonNode value) =>
        $"{value}" is "" ? [] : [new JsonObject { ["value"] = value, ["primary"] = "True" }];

    private static AnswerPlan PlanOf(PlainMove[] rows) => new(Acme.User, resource => ToClient(resource, rows), [], rows);

    private static JsonObject ToClient(JsonObject resource, PlainMove[] rows)
    {
        foreach (var (from, to, convert) in rows)
        {
            var holder = from.Schema is { } urn ? resource.Find(urn) as JsonObject : resource;
            if (holder?.SpellingOf(from.Name) is not { } name) continue;
            var value = holder[name];
            holder.Remove(name);
            if (holder.Count == 0 && from.Schema is { } emptied) Drop(resource, emptied);
            if (value is not null && convert is not null) value = convert(value);
            if (value is not null) Put(resource, to, value);
        }

        return resource;
    }

    private static void Drop(JsonObject resource, string extension)
    {
        resource.Remove(resource.SpellingOf(extension)!);
        if (resource["schemas"] is JsonArray schemas) schemas.RemoveAll(uri => Names(uri, extension));
    }

    private static bool Names(JsonNode? uri, string extension) =>
        uri.IsString(out string? urn) && urn.Equals(extension, StringComparison.OrdinalIgnoreCase);

    private static void Put(JsonObject resource, AttributePath to, JsonNode value)
    {
        if (to.Schema is null)
        {
            resource[resource.SpellingOf(to.Name) ?? to.Name] = value;
            return;
        }

        if (resource.Find(to.Schema) is not JsonObject extension)
            resource[resource.SpellingOf(to.Schema) ?? to.Schema] = extension = [];
        if (resource.Find("schemas") is JsonArray schemas && !schemas.Any(uri => Names(uri, to.Schema)))
            schemas.Add((JsonNode)to.Schema);
        extension[extension.SpellingOf(to.Name) ?? to.Name] = value;
    }

    private static PlainMove Row(string from, string to, Func<JsonNode, JsonNode?>? convert = null) =>
        new(AttributePath.Parse(Acme.Long(from)), AttributePath.Parse(Acme.Long(to)), convert);
}
