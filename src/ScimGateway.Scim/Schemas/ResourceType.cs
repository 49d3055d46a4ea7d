using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Schemas;

/// <summary>A kind of resource (RFC 7643 section 6): its endpoint, its core schema and its extensions, all of it data.</summary>
public sealed record ResourceType
{
    // A copy made by "with" begins with the original's value: an init accessor of its sources clears it.
    private IReadOnlyList<string>? schemaIds;

    /// <summary>The name that <c>meta.resourceType</c> has: <c>User</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The relative endpoint, with its slash: <c>/Users</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>For people; <see langword="null"/> when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The core schema, whose attributes are members of the resource.</summary>
    public required SchemaDefinition Schema
    {
        get;
        init => (field, schemaIds) = (value, null);
    }

    /// <summary>The extensions, each an object under its URI.</summary>
    public IReadOnlyList<SchemaDefinition> Extensions
    {
        get;
        init => (field, schemaIds) = (value, null);
    } = [];

    /// <summary>The URIs of the extensions that every resource of this type has (RFC 7643 section 6 <c>required</c>).</summary>
    public IReadOnlyList<string> RequiredExtensions { get; init; } = [];

    /// <summary>The URIs of the core schema and every extension.</summary>
    public IReadOnlyList<string> SchemaIds => schemaIds ??= [Schema.Id, .. Extensions.Select(extension => extension.Id)];

    /// <summary>Users with the enterprise extension (RFC 7643 sections 4.1 and 4.3).</summary>
    public static ResourceType User => WellKnownSchemas.UserType;

    /// <summary>Groups (RFC 7643 section 4.2).</summary>
    public static ResourceType Group => WellKnownSchemas.GroupType;

    /// <summary>The extension of that URI, in any case; <see langword="null"/> when the type does not have it.</summary>
    public SchemaDefinition? Extension(string id)
    {
        foreach (var extension in Extensions)
            if (extension.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) return extension;
        return null;
    }

    /// <summary>The schemas' definition of a path; <see langword="null"/> when there is none. Common attributes (<c>id</c>,
    /// <c>externalId</c>, <c>meta</c>, <c>schemas</c>; RFC 7643 section 3.1) belong to every type.</summary>
    public AttributeDefinition? Find(AttributePath path)
    {
        var attribute = path.Schema is null || path.Schema.Equals(Schema.Id, StringComparison.OrdinalIgnoreCase)
            ? Schema.Find(path.Name) ?? WellKnownSchemas.Common.Find(path.Name)
            : Extension(path.Schema)?.Find(path.Name);
        return path.SubName is null ? attribute : attribute?.Sub(path.SubName);
    }

    /// <summary>Reads a path in the words of this type: the core schema's URI is dropped, known names get the schema's
    /// spelling.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidPath</c>.</exception>
    public AttributePath ParsePath(string text) => Canonical(AttributePath.Parse(text, SchemaIds));

    /// <summary>The path in this type's spelling; names that no schema knows stay as they are.</summary>
    public AttributePath Canonical(AttributePath path)
    {
        string? schema = path.Schema is null || path.Schema.Equals(Schema.Id, StringComparison.OrdinalIgnoreCase)
            ? null
            : Extension(path.Schema)?.Id ?? path.Schema;
        var attribute = Find(new AttributePath(schema, path.Name));
        if (attribute is null && Whole(path, schema) is { } whole) return new AttributePath(null, whole.Id);
        string? sub = path.SubName is null ? null : attribute?.Sub(path.SubName)?.Name ?? path.SubName;
        return new AttributePath(schema, attribute?.Name ?? path.Name, sub);
    }

    // Parsed without the known URIs, ...:enterprise:2.0:User was split at its last colon.
    private SchemaDefinition? Whole(AttributePath path, string? schema) =>
        path.SubName is null ? Extension(schema is null ? path.Name : $"{schema}:{path.Name}") : null;
}
