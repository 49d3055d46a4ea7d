using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary><c>only: true</c>: what no row names is dropped, each attribute of the schemas by a row of its own.</summary>
internal static class OnlyNamed
{
    public static IReadOnlyList<Row> Drops(ResourceType type, IReadOnlyList<Row> rows, string mapping, int line) =>
    [
        .. Unnamed(type, rows).Select(path => new Row {
            Mapping = mapping,
            Line = line,
            Client = new Place(path),
            Reads = false,
        }),
    ];

    /// <summary>Says what every resource must have and no row names.</summary>
    public static void Check(ResourceType type, IEnumerable<Row> drops, int line, FaultList faults)
    {
        foreach (var row in drops)
            if (row.Client!.Path is { Schema: null, SubName: null } path && type.Find(path) is { Required: true })
                faults.Add(line, $"{type.Name}.only is true and no row names {path}, which every {type.Name} must have. Add map(\"{path}\", \"{path}\").");
    }

    private static IEnumerable<AttributePath> Unnamed(ResourceType type, IReadOnlyList<Row> rows)
    {
        var places = rows.SelectMany(row => row.Made?.Sources ?? [row.Client!]).Where(place => place is not null).ToList();
        var core = Unnamed(
            null,
            type.Schema.Attributes.Append(WellKnownSchemas.Common.Attributes.First(one => one.Name == "externalId")),
            places
        );
        return core.Concat(type.Extensions.Where(extension =>
                !places.Exists(place => place.IsExtension && Same(place.Path.Name, extension.Id)))
            .SelectMany(extension => Unnamed(extension.Id, extension.Attributes, places)));
    }

    private static IEnumerable<AttributePath> Unnamed(
        string? schema,
        IEnumerable<AttributeDefinition> attributes,
        List<Place> places
    )
    {
        foreach (var attribute in attributes.DistinctBy(one => one.Name, StringComparer.Ordinal))
        {
            var path = new AttributePath(schema, attribute.Name);
            var inside = places.FindAll(place => (place.Path with { SubName = null }).Equals(path));
            if (inside.Exists(place => place is { Where: null, Path.SubName: null })) continue;
            if (inside.Count == 0 || inside.Exists(place => place.Where is not null))
            {
                yield return path;
                continue;
            }

            foreach (var sub in attribute.SubAttributes)
                if (!inside.Exists(place => Same(place.Path.SubName, sub.Name))) yield return path with { SubName = sub.Name };
        }
    }

    private static bool Same(string? one, string other) => other.Equals(one, StringComparison.OrdinalIgnoreCase);
}
