using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>A mapping that only moves values, in every direction that there is, done on the tree: what the bytes are held to.</summary>
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

    public static AnswerPlan Plan => new(ResourceType.User, ToClient, [], Rows);

    private static JsonObject ToClient(JsonObject resource)
    {
        foreach (var (from, to) in Rows)
        {
            var holder = from.Schema is { } urn ? resource.Find(urn) as JsonObject : resource;
            if (holder?.SpellingOf(from.Name) is not { } name) continue;
            var value = holder[name];
            holder.Remove(name);
            if (holder.Count == 0 && from.Schema is { } emptied) Drop(resource, emptied);
            if (value is not null) Put(resource, to, value);
        }

        return resource;
    }

    private static void Drop(JsonObject resource, string extension)
    {
        resource.Remove(resource.SpellingOf(extension)!);
        if (resource["schemas"] is JsonArray schemas) schemas.RemoveAll(uri => uri.IsString(out string? urn) && urn.Equals(extension, StringComparison.OrdinalIgnoreCase));
    }

    private static void Put(JsonObject resource, AttributePath to, JsonNode value)
    {
        if (to.Schema is null)
        {
            resource[resource.SpellingOf(to.Name) ?? to.Name] = value;
            return;
        }

        if (resource.Find(to.Schema) is not JsonObject extension) resource[resource.SpellingOf(to.Schema) ?? to.Schema] = extension = [];
        extension[extension.SpellingOf(to.Name) ?? to.Name] = value;
    }

    private static PlainMove Row(string from, string to) => new(AttributePath.Parse(Acme.Long(from)), AttributePath.Parse(Acme.Long(to)));
}
