using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>One resource while a PATCH changes it: finds attributes in core and extensions, and keeps <c>schemas</c>
/// right.</summary>
internal sealed class ResourceEditor(JsonObject resource, ReadingRules rules)
{
    private static readonly AttributePath Schemas = new(null, "schemas");
    private readonly Dictionary<JsonArray, ElementList> lists = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the PATCH has cost so far.</summary>
    public PatchEffort Effort { get; } = new(rules.Limits.PatchSteps);

    public bool IsLoose => rules.Allows(Leniency.LooseComplexValues);

    public bool CreatesOnNoMatch => rules.Allows(Leniency.CreateOnNoMatch);

    /// <summary>The schema's definition of the attribute, whatever sub-attribute the path goes on to.</summary>
    public AttributeDefinition? Definition(AttributePath attribute) =>
        rules.Type?.Find(attribute.SubName is null ? attribute : attribute with { SubName = null });

    /// <summary>Whether the place is (part of) elements of a multi-valued attribute, rather than an attribute.</summary>
    public bool SelectsElements(PatchPath path)
    {
        if (path.Where is null) return path.Attribute.SubName is not null && IsMultiValued(path.Attribute, null);
        if (Definition(path.Attribute) is { MultiValued: false } || Get(path.Attribute) is JsonObject or JsonValue)
            throw ScimException.InvalidPath(
                $"{path}: {path.Attribute.Name} has one value; a filter in brackets selects among several."
            );
        return true;
    }

    public bool IsMultiValued(AttributePath attribute, JsonNode? value) =>
        Definition(attribute)?.MultiValued ?? (Get(attribute) is JsonArray || value is JsonArray);

    /// <summary>The number of members in the object that an attribute is searched in.</summary>
    public int Width(AttributePath attribute) =>
        resource.Count + (attribute.Schema is null ? 0 : Container(attribute.Schema)?.Count ?? 0);

    public JsonNode? Get(AttributePath attribute) => Container(attribute.Schema)?.Find(attribute.Name);

    /// <summary>Sets an attribute's value, or removes its member if there is no value.</summary>
    public void Set(AttributePath attribute, JsonNode? value)
    {
        if (Unassigned.Without(value) is { } assigned) Write(Open(attribute.Schema), attribute.Name, assigned);
        else Clear(attribute);
    }

    /// <summary>The elements of an attribute; <see langword="null"/> when it has none.</summary>
    public ElementList? Elements(AttributePath attribute)
    {
        if (Get(attribute) is not JsonArray array) return null;
        if (!lists.TryGetValue(array, out var list)) lists[array] = list = new ElementList(array, Definition(attribute), Effort);
        return list;
    }

    public ElementList OpenElements(AttributePath attribute)
    {
        if (Elements(attribute) is { } list) return list;
        var array = Get(attribute) is { } single ? new JsonArray(single.DeepClone()) : [];
        var container = Open(attribute.Schema);
        container[container.SpellingOf(attribute.Name) ?? attribute.Name] = array;
        return Elements(attribute)!;
    }

    /// <summary>Whether the path names a whole extension, and not an attribute in one.</summary>
    public bool IsExtension(AttributePath attribute, out string urn)
    {
        urn = attribute.ToString();
        return attribute.SubName is null
            && urn.Contains(':', StringComparison.Ordinal)
            && (
                rules.Type?.Extension(urn) is not null
                || attribute.Schema is null
                || (Container(attribute.Schema) is null && Container(urn) is not null)
            );
    }

    /// <exception cref="ScimException"><c>noTarget</c>: the core schema cannot be removed.</exception>
    public void RemoveExtension(string urn)
    {
        if (IsCore(urn)) throw ScimException.NoTarget($"{urn} is the core schema; name the attributes to remove.");
        if (resource.SpellingOf(urn) is { } name) resource.Remove(name);
        if (Elements(Schemas) is not { } schemas) return;
        foreach (var entry in schemas.WithValue(urn)) schemas.Remove(entry);
    }

    public void Close()
    {
        foreach (var list in lists.Values) list.Close();
    }

    /// <summary>Sets a value by name, in the existing spelling.</summary>
    public static void Write(JsonObject members, string name, JsonNode? value)
    {
        string spelling = members.SpellingOf(name) ?? name;
        if (Unassigned.Is(value)) members.Remove(spelling);
        else members[spelling] = value;
    }

    private bool IsCore(string? schema) =>
        schema is null || (rules.Type is { } type && type.Schema.Id.Equals(schema, StringComparison.OrdinalIgnoreCase));

    private JsonObject? Container(string? schema) => IsCore(schema) ? resource : resource.Find(schema!) as JsonObject;

    // RFC 7644 section 3.5.2.1: a path with a schema's URI makes that schema part of the resource.
    private JsonObject Open(string? schema)
    {
        if (schema is null || IsCore(schema)) return resource;
        var names = OpenElements(Schemas);
        if (names.Count == 0 && rules.Type is { } type) names.Append(type.Schema.Id);
        if (names.WithValue(schema).Count == 0) names.Append(schema);
        if (Container(schema) is { } there) return there;
        var extension = new JsonObject();
        resource[resource.SpellingOf(schema) ?? schema] = extension;
        return extension;
    }

    private void Clear(AttributePath attribute)
    {
        if (Container(attribute.Schema) is not { } container) return;
        if (container.SpellingOf(attribute.Name) is { } name) container.Remove(name);
        if (attribute.Schema is { } schema && container != resource && container.Count == 0) RemoveExtension(schema);
    }
}
