using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Emulation.Owed;

/// <summary>What clients wrote and the target does not have yet, over what the target shows.</summary>
internal sealed class OwedOverlay(ResourceMapping mapping)
{
    /// <summary>The reference that a row is about; <see langword="null"/>: the mapping has none there any more.</summary>
    public ResourceReference? ReferenceOf(OwedValue owed) =>
        mapping.References.FirstOrDefault(reference => reference.Path.ToString() == owed.Path);

    /// <summary>Lays what is owed over a resource, in place.</summary>
    public void Lay(JsonObject resource, IEnumerable<OwedRow> rows)
    {
        foreach (var row in rows.OrderBy(row => row.Owed.Kind != OwedKind.Update).ThenBy(row => row.Since))
            if (row.Owed.Kind == OwedKind.Update && row.Owed.Value is JsonObject whole) LayWhole(resource, whole);
            else if (row.Owed is { Kind: OwedKind.Reference or OwedKind.Members, Value: { } value }
                && ReferenceOf(row.Owed) is { } reference) Lay(resource, reference, value);
    }

    /// <summary>What names the other resource in a complex value.</summary>
    public static JsonNode? Named(JsonObject complex, ResourceReference reference) =>
        complex.Find(reference.Path.SubName ?? "value");

    private static void Lay(JsonObject resource, ResourceReference reference, JsonNode value)
    {
        var holder = HolderOf(resource, reference.Path.Schema);
        string name = holder.SpellingOf(reference.Path.Name) ?? reference.Path.Name;
        if (!reference.IsList)
        {
            // What the target tells of whom it names instead (a displayName) goes with it.
            holder[name] = reference.Path.SubName is { } sub ? new JsonObject { [sub] = value.DeepClone() } : value.DeepClone();
            return;
        }

        var list = holder[name] as JsonArray ?? [];
        if (list.Parent is null) holder[name] = list;
        if (!list.Any(element => AreSame(element, value, reference))) list.Add(value.DeepClone());
    }

    private static bool AreSame(JsonNode? one, JsonNode other, ResourceReference reference) =>
        NameIn(one, reference) is { } name && NameIn(other, reference) is { } second && Spelling.AreSame(name, second);

    private static string? NameIn(JsonNode? element, ResourceReference reference) =>
        (element is JsonObject complex ? Named(complex, reference) : element).IsString(out string? name) ? name : null;

    private static JsonObject HolderOf(JsonObject resource, string? schema)
    {
        if (schema is null) return resource;
        if (resource.Find(schema) is JsonObject there) return there;
        var made = new JsonObject();
        resource[schema] = made;
        if (resource.Find("schemas") is JsonArray schemas
            && !schemas.Any(urn => urn.IsString(out string? text) && text.Equals(schema, StringComparison.OrdinalIgnoreCase)))
            schemas.Add(schema);
        return made;
    }

    private void LayWhole(JsonObject resource, JsonObject whole)
    {
        foreach (var (name, value) in whole)
            if (name.Contains(':', StringComparison.Ordinal) && value is JsonObject extension)
                foreach (var (inner, part) in extension) Put(HolderOf(resource, name), inner, part);
            else if (name is not ("id" or "meta" or "schemas") && !IsSecret(name)) Put(resource, name, value);
    }

    private static void Put(JsonObject holder, string name, JsonNode? value) =>
        holder[holder.SpellingOf(name) ?? name] = value?.DeepClone();

    private bool IsSecret(string name) => mapping.Type.Schema.Attributes.Any(attribute =>
        attribute.Returned == Returned.Never && attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
