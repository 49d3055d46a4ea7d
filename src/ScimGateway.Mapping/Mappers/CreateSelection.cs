using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Reduces a create to the attributes that it may carry (<c>create.only</c>); the others, and the URIs of extensions
/// that become empty, are left out.</summary>
internal static class CreateSelection
{
    public static void Keep(JsonObject resource, IReadOnlyList<AttributePath> only)
    {
        foreach (string name in resource.Select(member => member.Key).Where(name => name != "schemas").ToList())
        {
            if (only.Any(path => path is { Schema: null, SubName: null } && Is(path.Name, name))) continue;
            var inner = only.Where(path => Is(path.Schema ?? path.Name, name))
                .Select(path => path.Schema is null ? path.SubName! : path.Name)
                .ToList();
            if (resource[name] is not JsonObject holder || !KeepInside(holder, inner)) resource.Remove(name);
        }

        if (resource["schemas"] is JsonArray schemas)
            for (int i = schemas.Count - 1; i > 0; i--)
                if (schemas[i].IsString(out string? urn) && resource.SpellingOf(urn) is null) schemas.RemoveAt(i);
    }

    private static bool KeepInside(JsonObject holder, List<string> names)
    {
        foreach (
            string name in holder.Select(member => member.Key).Where(name => !names.Exists(kept => Is(kept, name))).ToList()
        )
            holder.Remove(name);
        return holder.Count > 0;
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
