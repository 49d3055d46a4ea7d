using System.Collections.Frozen;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Where a client's path leads at the target.</summary>
/// <param name="Row">The row that decided; <see langword="null"/> when none names the attribute, and it keeps its name.</param>
/// <param name="Target">The place there; <see langword="null"/>: it has none.</param>
/// <param name="Whole">Whether the path means the row's whole value, to which its conversion applies, and not a part of
/// it.</param>
internal readonly record struct Way(Row? Row, Place? Target, bool Whole);

/// <summary>Paths of the client in the target's words, by the rows of the table.</summary>
internal sealed class PathMapper
{
    private readonly FrozenDictionary<AttributePath, Row> plain;
    private readonly Row[] rows;
    private readonly Row[] made;

    public PathMapper(IEnumerable<Row> table)
    {
        rows = [.. table.Where(row => row is { Client: not null, Made: null })];
        made = [.. table.Where(row => row.Made is not null)];
        plain = rows.Where(row => row.Client!.Where is null)
            .GroupBy(row => row.Client!.Path)
            .ToFrozenDictionary(group => group.Key, group => group.First());
    }

    public Way Find(AttributePath path)
    {
        if (plain.TryGetValue(path, out var exact)) return new Way(exact, exact.Target, Whole: true);
        if (path.SubName is not null && plain.TryGetValue(path with { SubName = null }, out var above))
            return Part(above, path.SubName);
        if (path.Schema is not null && plain.TryGetValue(new AttributePath(null, path.Schema), out var extension))
            return Inside(extension, path);
        return new Way(null, new Place(path), Whole: true);
    }

    /// <summary>Whether a value may be in a place other than that of the attribute's first row: each row has a
    /// condition.</summary>
    public bool IsElsewhere(AttributePath path) =>
        plain.TryGetValue(path, out var first) && first.When is not null && Copies(path).Any();

    /// <summary>The rows that read and write an attribute in a second place, and the rows of values that it is a part
    /// of.</summary>
    public IEnumerable<Row> Copies(AttributePath path) =>
        made.Where(row => row.Made!.Sources.Any(source => Holds(path, source.Path) || Holds(source.Path, path)));

    /// <summary>The places that an attribute is read from if the one of its first row has no value, in their order.</summary>
    public IEnumerable<Place> Seconds(AttributePath path) => made
        .Where(row =>
                row
                    is
                {
                    Made: { Kind: CompositionKind.Copy, Sources: [{ Where: null } source] },
                    Reads: true,
                    Target: not null
                }
                && source.Path.Equals(path))
        .Select(row => row.Target!);

    /// <summary>The row of an element's attribute: <c>emails[type eq "work"].value</c>.</summary>
    public Row? Find(AttributePath path, Filter where) =>
        Array.Find(rows, row => row.Client!.Where is { } test && test.Is(where) && row.Client.Path.Equals(path));

    /// <summary>The rows of elements of an attribute.</summary>
    public IEnumerable<Row> Elements(AttributePath attribute) =>
        rows.Where(row => row.Client!.Where is not null && (row.Client.Path with { SubName = null }).Equals(attribute));

    /// <summary>The rows of what lies inside: <c>name.givenName</c> of <c>name</c>, each attribute of an extension of its
    /// URI.</summary>
    public IEnumerable<Row> Below(AttributePath path) => rows.Where(row =>
        row.Client!.Path is var inner
        && (
            (inner.SubName ?? (row.Client.Where is null ? null : "")) is not null
                && path.SubName is null
                && (inner with { SubName = null }).Equals(path)
            || (path.Schema is null && string.Equals(inner.Schema, path.Name, StringComparison.OrdinalIgnoreCase))
        ));

    /// <summary>The rows of what a path of a PATCH names as a whole, and of what lies inside.</summary>
    public IEnumerable<Row> Named(PatchPath path)
    {
        if (path.Where is { } where)
            return rows.Where(row => row.Client!.Where?.Is(where) == true && Holds(path.Attribute, row.Client.Path));
        return rows.Where(row => Holds(path.Attribute, row.Client!.Path));
    }

    private static bool Holds(AttributePath outer, AttributePath inner) =>
        outer.Equals(inner) || (outer.SubName is null && (outer.Equals(inner with { SubName = null })
            || (outer.Schema is null && string.Equals(inner.Schema, outer.Name, StringComparison.OrdinalIgnoreCase))));

    private static Way Part(Row above, string sub)
    {
        if (above.Target is not { } target) return new Way(above, null, Whole: false);
        if (above.Mapper is { Flattens: true } && sub.Equals("value", StringComparison.OrdinalIgnoreCase))
            return new Way(above, target, Whole: true);
        bool deeper = target.Path.SubName is null;
        return new Way(above, deeper ? target with { Path = target.Path with { SubName = sub } } : null, Whole: false);
    }

    private static Way Inside(Row extension, AttributePath path)
    {
        if (extension.Target is not { } target) return new Way(extension, null, Whole: false);
        if (target.IsExtension) return new Way(extension, new Place(path with { Schema = target.Path.Name }), Whole: false);
        return new Way(
            extension,
            path.SubName is null ? new Place(new AttributePath(null, target.Path.Name, path.Name)) : null,
            Whole: false
        );
    }
}
