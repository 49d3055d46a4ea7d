using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Which attributes reach the target, by the rows of a table, and which do not.</summary>
internal sealed class WrittenAttributes
{
    private readonly Row[] rows;
    private readonly Row[] conditional;
    private readonly bool readsAnything;

    /// <param name="rows">The table.</param>
    /// <param name="readsAnything">Whether a hook may put anything into an answer.</param>
    public WrittenAttributes(IEnumerable<Row> rows, bool readsAnything)
    {
        conditional = [.. rows.Where(row => row.When is not null)];
        this.rows = [.. rows.Where(row => row is { Client: not null, Made: null })];
        this.readsAnything = readsAnything;
    }

    /// <summary>Those that an operation does not write to the target.</summary>
    public IReadOnlyList<UnwrittenAttribute> Missing(ScimOperation operation) =>
    [
        .. rows.GroupBy(row => row.Client!)
            .Where(group => !IsDecoration(group.Key) && !group.Any(row => IsWritten(row, operation)))
            .Select(group => new UnwrittenAttribute(
                group.Key,
                rows.Where(row => IsWritten(row, operation) && IsInside(row.Client!, group.Key)).Select(row => row.Client!),
                readsAnything || group.Any(IsRead))),
    ];

    /// <summary>The values that a conversion leaves out: the further ones of a list if the target has one value, a value that a
    /// table does not have.</summary>
    public IEnumerable<UnwrittenAttribute> Surplus(ScimOperation operation) => rows
        .Where(row => row is { Mapper.Unwritten: not null } && IsWritten(row, operation))
        .Select(row => new UnwrittenAttribute(row.Client!, row.Mapper!.Unwritten!, row.Mapper is FirstMapper, IsRead(row)));

    /// <summary>The attributes that rows write on a condition, for the case that none holds.</summary>
    public IEnumerable<UnwrittenAttribute> Conditional(ScimOperation operation) => conditional
        .Where(row => IsWritten(row, operation))
        .SelectMany(row => (row.Made?.Sources ?? [row.Client!]).Select(source => (Source: source, Row: row)))
        .GroupBy(one => one.Source)
        .Where(group => !rows.Any(row => row.When is null && row.Whole is null && group.Key.Equals(row.Client)))
        .Select(group => new UnwrittenAttribute(
            group.Key,
            [.. group.Select(one => one.Row.When!)],
            group.Any(one => IsRead(one.Row))
        ));

    /// <summary>Whether the target has nothing of an attribute, so that a filter on it finds nobody.</summary>
    public bool Drops(AttributePath path)
    {
        if (readsAnything) return false;
        var whole = new Place(path);
        if (rows.Any(row => IsRead(row) && IsChosenBy(row.Client!, path))) return false;
        bool isSaid = rows.Any(row =>
            row is { Target: null, Whole: null, Client: { } client } && (client.Equals(whole) || IsInside(whole, client)));
        return isSaid && !rows.Any(row =>
            IsRead(row) && (row.Client!.Equals(whole) || IsInside(row.Client, whole) || IsElementOf(row.Client, path)));
    }

    /// <summary>The type as clients see it: without dropped attributes, and with the mutability of the rest.</summary>
    public ResourceType Shown(ResourceType type) => type with
    {
        Schema = Shown(type.Schema, null),
        Extensions =
        [
            .. type
                .Extensions.Where(extension => !Drops(new AttributePath(null, extension.Id)))
                .Select(extension => Shown(extension, extension.Id)),
        ],
    };

    private SchemaDefinition Shown(SchemaDefinition schema, string? urn) => schema with
    {
        Attributes =
        [
            .. schema.Attributes.Select(attribute => (Definition: attribute, Path: new AttributePath(urn, attribute.Name)))
                .Where(attribute => !Drops(attribute.Path))
                .Select(attribute => Shown(attribute.Definition, attribute.Path)),
        ],
    };

    private AttributeDefinition Shown(AttributeDefinition attribute, AttributePath path) => attribute with
    {
        Mutability = Mutability(attribute, path),
        SubAttributes =
        [
            .. attribute.SubAttributes.Where(sub => !Drops(path with { SubName = sub.Name }))
                .Select(sub => sub with { Mutability = Mutability(sub, path with { SubName = sub.Name }) }),
        ],
    };

    private Mutability Mutability(AttributeDefinition attribute, AttributePath path)
    {
        var place = new Place(path);
        var own = rows.Where(row => Way(row).Target is not null && (row.Client!.Equals(place) || IsInside(place, row.Client)))
            .ToList();
        if (own.Count == 0 || attribute.Mutability != Scim.Schemas.Mutability.ReadWrite) return attribute.Mutability;
        var inner = rows.Where(row => IsInside(row.Client!, place) || IsElementOf(row.Client!, path)).ToList();
        if (own.Concat(inner).Any(row => IsWritten(row, ScimOperation.Replace))) return attribute.Mutability;
        bool isCreated = own.Concat(inner).Any(row => IsWritten(row, ScimOperation.Create));
        return isCreated ? Scim.Schemas.Mutability.Immutable : Scim.Schemas.Mutability.ReadOnly;
    }

    private static bool IsWritten(Row row, ScimOperation operation) =>
        Way(row).Target is not null && (operation == ScimOperation.Create ? Way(row).Creates : Way(row).Updates);

    private static bool IsRead(Row row) => Way(row) is { Reads: true, Target: not null };

    // A source is treated like the row that its value is a part of.
    private static Row Way(Row row) => row.Whole ?? row;

    /// <summary>Whether a place lies in another: <c>name.givenName</c> in <c>name</c>, an attribute in its extension.</summary>
    private static bool IsInside(Place inner, Place outer)
    {
        if (outer.IsExtension) return string.Equals(inner.Path.Schema, outer.Path.Name, StringComparison.OrdinalIgnoreCase);
        if (outer.Path.SubName is not null || !(inner.Path with { SubName = null }).Equals(outer.Path)) return false;
        return outer.Where is null
            ? inner.Path.SubName is not null || inner.Where is not null
            : outer.Where.Equals(inner.Where) && inner.Path.SubName is not null;
    }

    // emails[type eq "work"].value is one of emails.value.
    private static bool IsElementOf(Place place, AttributePath path) =>
        place.Where is not null
        && (place.Path with { SubName = null }).Equals(path with { SubName = null })
        && (
            place.Path.SubName is null
            || path.SubName is null
            || place.Path.SubName.Equals(path.SubName, StringComparison.OrdinalIgnoreCase)
        );

    // emails.type selects emails[type eq "work"].
    private static bool IsChosenBy(Place place, AttributePath path) =>
        place.Where is { } where
        && path.SubName is { } sub
        && sub.Equals(where.Name, StringComparison.OrdinalIgnoreCase)
        && (place.Path with { SubName = null }).Equals(path with { SubName = null });

    // Marks that a client repeats beside a value (RFC 7643 section 2.4) are no change.
    private static bool IsDecoration(Place place) =>
        place
            is { Where: null, Path.SubName: "display" or "$ref" }
                or { Path: { Schema: null, Name: "id" or "meta" or "schemas" } };
}
