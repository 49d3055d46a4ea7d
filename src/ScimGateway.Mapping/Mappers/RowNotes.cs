using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Notes on attributes that their row does not write, or does not read, for the author of the mapping.</summary>
internal sealed class RowNotes(ResourceMapping mapping)
{
    /// <returns><see langword="null"/> for a row that is always written and read.</returns>
    public string? Of(Row row)
    {
        if (row.Client is not { } place) return null;
        if (row is { Target: not null, Creates: true, Updates: true, Reads: true }) return OfValues(row, place);
        string name = place.ToString();
        bool hasParts = mapping.Table!.Rows.Any(other => other.Client?.ToString() is { } inner && inner.Length > name.Length
            && inner.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (inner[name.Length] is '.' or '[' or ':'));
        string what = row switch
        {
            { Target: null } => "is dropped",
            { Creates: false, Updates: false } => "is only read",
            { Updates: false } => "is written by a create only",
            { Creates: false } => "is written by a change only",
            _ => "is never read back",
        };
        string filters = hasParts ? "as the rows of its parts say" : Filters(row, place);
        string whole = $"{(hasParts ? "the rest of " : "")}{name} {what}";
        return $"{whole}. PATCH: {Patch(row, name)}. Filters: {filters}. /Schemas: {Schemas(place.Path)}.";
    }

    private string? OfValues(Row row, Place place)
    {
        if (
            (
                row.Made?.Kind == CompositionKind.Copy ? row.Made.Sources[0]
                : row.Made is null ? place
                : null
            )
            is not { } named
        )
            return null;
        string[] notes =
        [
            .. row.When is { } when
                ? [$"is written to {row.Target} only where {when}: when that ends, {row.Target} is cleared"]
                : Array.Empty<string>(),
            .. row.Mapper is ValuesMapper { Unwritten: not null }
                ? ["has values that the table does not name left out: the log and the record say so"]
                : Array.Empty<string>(),
        ];
        return notes.Length == 0
            ? null
            : $"{named} {string.Join(", and ", notes)}. Filters: {Filters(row, named)}. /Schemas: {Schemas(named.Path)}.";
    }

    private string Patch(Row row, string name)
    {
        if (!mapping.Unwritten(ScimOperation.Replace).Any(one => one.Name == name))
            return row.Updates ? row.Reads ? "written" : "written, and no answer shows it" : "written by another row";
        string when = row is { Reads: true, Target: not null } ? " when the value differs from the one shown" : "";
        return $"400 mutability for strict clients{when}; the others' is left out, and the log says so";
    }

    private string Filters(Row row, Place place)
    {
        if (mapping.Drops(place.Path)) return "400 invalidFilter";
        if (row.Reference is null && IsAsked(row, place)) return $"asked at the target, as {row.Target}";
        bool isShown = mapping.Table!.Rows.Any(other => other is { Reads: true, Target: not null } && place.Equals(other.Client));
        return isShown
            ? "evaluated by the gateway over the list, within limits.scanResources"
            : "find nobody: the target does not take them, and no answer shows it";
    }

    private bool IsAsked(Row row, Place place)
    {
        try
        {
            return mapping.Can.Filters.Understands(mapping.ToTarget(Sample(row, place)));
        }
        catch (ScimException)
        {
            return false;
        }
    }

    private Filter Sample(Row row, Place place)
    {
        if (place.IsExtension) return new PresentFilter(place.Path);
        var literal = (mapping.Type.Find(place.Path)?.Type) switch
        {
            AttributeType.Boolean => FilterLiteral.Of(true),
            AttributeType.Integer or AttributeType.Decimal => FilterLiteral.Number("1"),
            AttributeType.DateTime => FilterLiteral.Of("2026-01-31T00:00:00Z"),
            _ => FilterLiteral.Of((row.Mapper as ValuesMapper)?.Known ?? "x"),
        };
        if (place.Where is not { } where) return new ComparisonFilter(place.Path, ComparisonOperator.Eq, literal);
        var inner = new ComparisonFilter(new AttributePath(null, place.Path.SubName ?? "value"), ComparisonOperator.Eq, literal);
        return new ValuePathFilter(place.Path with { SubName = null }, new AndFilter(where.ToFilter(), inner));
    }

    private string Schemas(AttributePath path)
    {
        if (mapping.Shown.Find(path) is { } shown)
            return shown.Mutability switch
            {
                Mutability.ReadOnly => "readOnly",
                Mutability.Immutable => "immutable",
                Mutability.WriteOnly => "writeOnly",
                _ => "readWrite",
            };
        return path.Schema is null && mapping.Shown.Extension(path.Name) is not null ? "there" : "not there";
    }
}
