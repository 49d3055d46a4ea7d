using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Removes attributes that neither a schema nor a row names (<c>only: true</c>); attributes of the schemas have rows of
/// their own.</summary>
internal sealed class NamedOnly
{
    private static readonly string[] Always = ["id", "schemas", "meta"];

    private readonly Dictionary<string, HashSet<string>?> client = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>?> target = new(StringComparer.OrdinalIgnoreCase);

    public NamedOnly(IReadOnlyList<Row> rows, ResourceType type)
    {
        foreach (var place in rows.SelectMany(row => row.Made?.Sources ?? [row.Client!]).Where(place => place is not null))
            Add(client, place);
        foreach (var place in rows.Select(row => row.Target).OfType<Place>()) Add(target, place);
        foreach (var extension in type.Extensions.Where(extension => client.ContainsKey(extension.Id)))
            foreach (var attribute in extension.Attributes) client[extension.Id]?.Add(attribute.Name);
    }

    public void OfClient(JsonObject resource) => Prune(resource, client);

    public void OfTarget(JsonObject resource) => Prune(resource, target);

    private static void Add(Dictionary<string, HashSet<string>?> names, Place place)
    {
        if (place.Path.Schema is not { } schema) names[place.Path.Name] = null;
        else if (!names.TryGetValue(schema, out var inner))
            names[schema] = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { place.Path.Name };
        else
            inner?.Add(place.Path.Name);
    }

    private static void Prune(JsonObject resource, Dictionary<string, HashSet<string>?> names)
    {
        foreach (var (name, value) in resource.ToList())
        {
            if (Always.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!names.TryGetValue(name, out var inner)) resource.Remove(name);
            else if (inner is not null && value is JsonObject extension)
                foreach (string other in extension.Select(member => member.Key).Where(one => !inner.Contains(one)).ToList())
                    extension.Remove(other);
        }
    }
}
