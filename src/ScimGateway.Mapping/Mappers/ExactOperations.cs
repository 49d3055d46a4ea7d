using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>Says which operations of a PATCH keep their meaning when they are translated one by one: those on attributes that one
/// row moves as a whole, or no row. An operation that depends on the stored resource (an element that rows split, an addition to
/// a list that is converted as a whole) is not exact; in doubt the resource is read first.</summary>
internal sealed class ExactOperations(IReadOnlyList<Row> rows)
{
    public bool Is(PatchRequest patch, ResourceType type) => patch.Operations.All(operation => Is(operation, type));

    private bool Is(PatchOperation operation, ResourceType type) => operation.Path is { } path
        ? Is(operation.Verb, path, operation.Value, type)
        : NamedMembers.Of(operation.Value).All(member => Is(operation.Verb, new PatchPath(member.Path), member.Value, type));

    private bool Is(PatchVerb verb, PatchPath path, JsonNode? value, ResourceType type)
    {
        var attribute = path.Attribute with { SubName = null };
        if (DependsOnOthers(attribute)) return false;
        Row[] own = [.. rows.Where(row => row.Client is { } place && IsOf(attribute, place))];
        if ((verb == PatchVerb.Remove || value is null) && own.Any(row => row.Empty is not null))
            return false; // the target gets a value that was there
        if (own.Length > 1 && own.Any(IsDrop))
        {
            // The rest of the value is dropped, and stays at the target.
            if (verb == PatchVerb.Remove && path.Attribute.SubName is null) return false;
            own = [.. own.Where(row => !IsDrop(row))];
        }

        if (own.Length == 0) return !rows.Any(row => row.Target is { } target && IsOf(attribute, target));
        if (own is [{ Client: { Where: null, IsExtension: false, Path.SubName: null } } whole])
            return IsWhole(whole, verb, path, type.Find(attribute));
        if (own.Any(row => row.Client!.IsExtension || row.Client.Where is not null)) return IsUnread(own, path);
        return own.All(row => row.Client!.Path.SubName is not null)
            && (
                type.Find(attribute) is { MultiValued: true } or null
                    ? InPlace(own, attribute)
                        && (path.Where is null || (path.Attribute.SubName is not null && own.All(row => row.Mapper is null)))
                    : IsInside(own, verb, path, value, type.Find(attribute))
            );
    }

    // Whether another attribute affects it, too: a condition, or the other parts of one value.
    private bool DependsOnOthers(AttributePath attribute) => rows.Any(row =>
        (row.Whole is not null || row.When is not null || row.DefaultType is not null)
            && row.Client is { } client
            && IsOf(attribute, client)
        || row.Made?.Sources.Any(source => IsOf(attribute, source)) == true
        || row.When?.Paths.Any(path => IsOf(attribute, new Place(path))) == true);

    private static bool IsDrop(Row row) => row is { Target: null, Whole: null, Client: { Where: null, Path.SubName: null } };

    /// <summary>Whether a place is the attribute, or a part of it, or is in the extension that the attribute's path
    /// names.</summary>
    private static bool IsOf(AttributePath attribute, Place place) =>
        (place.Path with { SubName = null }).Equals(attribute)
        || (attribute.Schema is null && string.Equals(place.Path.Schema, attribute.Name, StringComparison.OrdinalIgnoreCase))
        || (
            attribute.Schema is not null
            && place.IsExtension
            && string.Equals(place.Path.Name, attribute.Schema, StringComparison.OrdinalIgnoreCase)
        );

    // The attribute moves as a whole: a path inside it is the same path there.
    private bool IsWhole(Row row, PatchVerb verb, PatchPath path, AttributeDefinition? definition)
    {
        if (row is { Updates: false } or { Target: null }) return true; // the target gets nothing of it
        if (row.Target is not { Where: null, IsExtension: false } target || !IsAlone(row, target)) return false;
        bool inside = path.Where is not null || path.Attribute.SubName is not null;
        if (row.Mapper is null && target.Path.SubName is null) return !inside || target.HasPathForm;
        bool merges = verb == PatchVerb.Add || definition is not { MultiValued: true };
        bool isOne = definition is { MultiValued: false, Type: not AttributeType.Complex };
        return !inside
            && (
                verb == PatchVerb.Remove
                || isOne
                || (row.Mapper is null ? definition is { MultiValued: true } && !merges : !merges)
            );
    }

    // The parts of a complex attribute move, each by its own row.
    private bool IsInside(Row[] own, PatchVerb verb, PatchPath path, JsonNode? value, AttributeDefinition? definition)
    {
        if (path.Where is not null || !own.All(row =>
            row.Target is null || (row.Target is { Where: null, IsExtension: false } && IsAlone(row, row.Target)))) return false;
        if (own.Any(row =>
            definition!.Sub(row.Client!.Path.SubName!) is not { MultiValued: false, Type: not AttributeType.Complex }
        )) return false;
        return path.Attribute.SubName is not null || verb == PatchVerb.Remove || value is JsonObject;
    }

    // Renamed where they are: an element stays one.
    private static bool InPlace(Row[] own, AttributePath attribute) => own.All(row =>
        row is { Updates: true, Target: { Where: null } target }
        && (target.Path with { SubName = null }).Equals(attribute)
        && target.Path.SubName is not null);

    // An attribute that no answer shows cannot be read first: it is written as it is.
    private static bool IsUnread(Row[] own, PatchPath path) => path.Where is { } where
        && own.All(row => !row.Reads && !DropsElement(row)) && own.Any(row =>
            row.Client!.Where?.Is(where) == true
            && row.Client.Path.Equals(path.Attribute)
            && row.Target is null or { Where: null });

    // It drops the first element of its kind: the client sees and means the others.
    private static bool DropsElement(Row row) => row is { Target: null, Client: { Where: not null, Path.SubName: null } };

    // No other row, and no attribute of the client that keeps its name, leads to the same place.
    private bool IsAlone(Row own, Place target) => rows.All(other =>
        other == own
        || other.Target is not { } place
        || !(place.Path with { SubName = null }).Equals(target.Path with { SubName = null })
        || (
            place.Path.SubName is { } sub
            && target.Path.SubName is { } mine
            && !sub.Equals(mine, StringComparison.OrdinalIgnoreCase)
        ));
}
