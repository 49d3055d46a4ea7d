using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A client's PATCH in the target's words. A place without a path form there (a name with spaces) is written by an
/// operation without a path, whose value is an object.</summary>
internal sealed class PatchMapper(PathMapper paths, AttributeTree tree, string mapping)
{
    /// <summary>Whether each operation by itself says to the target what it says to the client. One that adds to a list which the target has
    /// as one text, or chooses elements of which one stands apart there, does not: only the whole attribute tells.</summary>
    public bool IsExact(PatchRequest patch) => patch.Operations.All(IsExact);

    public PatchRequest ToTarget(PatchRequest patch) => new([.. patch.Operations.SelectMany(Operation)]);

    private IEnumerable<PatchOperation> Operation(PatchOperation operation)
    {
        if (operation.Path is not { } path) return Objects(operation.Verb, (JsonObject?)operation.Value?.DeepClone() ?? []);
        if (path.Where is not null) return Element(operation, path);
        var below = paths.Below(path.Attribute).ToList();
        if (below.Count == 0) return Attribute(operation, paths.Find(path.Attribute), path.Attribute);
        return operation.Verb == PatchVerb.Remove
            ? RemoveAll(path.Attribute, below)
            : Objects(operation.Verb, Nested(new Place(path.Attribute), operation.Value?.DeepClone()));
    }

    private bool IsExact(PatchOperation operation)
    {
        if (operation.Path is not { } path) return operation.Value is not JsonObject value || Named(value).All(attribute => IsExact(operation.Verb, attribute));
        if (path.Where is not { } where) return IsExact(operation.Verb, path.Attribute);
        var whole = path.Attribute with { SubName = null };
        if (Flattens(whole)) return false;
        var apart = paths.Elements(whole).Select(row => row.Client!.Where!).ToList();
        if (apart.Count == 0 || paths.Find(path.Attribute, where) is not null) return true;
        return apart.TrueForAll(element => element.Excludes(where)) || (path.Attribute.SubName is null && apart.Exists(element => element.Is(where)));
    }

    private bool IsExact(PatchVerb verb, AttributePath path)
    {
        var whole = path with { SubName = null };
        bool isWhole = path.SubName is null;
        if (Flattens(whole)) return isWhole && verb != PatchVerb.Add;
        return !paths.Elements(whole).Any() || (isWhole && verb != PatchVerb.Replace);
    }

    private bool Flattens(AttributePath attribute) => paths.Find(attribute) is { Whole: true, Row.Mapper.Flattens: true };

    private static IEnumerable<AttributePath> Named(JsonObject value) => value.SelectMany(member =>
        member.Key.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && member.Value is JsonObject extension
            ? extension.Select(inner => new AttributePath(member.Key, inner.Key))
            : [new AttributePath(null, member.Key)]);

    private IEnumerable<PatchOperation> Attribute(PatchOperation operation, Way way, AttributePath asked)
    {
        if (way.Row is { Updates: false } or { Target: null }) return [];
        if (way.Target is null) throw Refused(asked);
        if (way.Row?.Mapper is null || operation.Verb == PatchVerb.Remove) return Put(operation.Verb, way.Target, operation.Value?.DeepClone());
        if (!way.Whole) throw Refused(asked);
        var converted = way.Row.Write(operation.Value?.DeepClone(), "patch");
        return converted is null ? Put(PatchVerb.Remove, way.Target, null) : Put(operation.Verb, way.Target, converted);
    }

    // emails[type eq "work"].value, members[value eq "u-1"]
    private IEnumerable<PatchOperation> Element(PatchOperation operation, PatchPath path)
    {
        var attribute = path.Attribute with { SubName = null };
        if (paths.Find(path.Attribute, path.Where!) is { } row) return Attribute(operation, new Way(row, row.Target, Whole: true), path.Attribute);
        var parts = paths.Elements(attribute).Where(part => part.Client!.Where!.Is(path.Where!)).ToList();
        if (parts.Count > 0 && path.Attribute.SubName is null)
            return operation.Verb == PatchVerb.Remove
                ? RemoveAll(path.Attribute, parts)
                : Objects(operation.Verb, Nested(new Place(attribute, parts[0].Client!.Where), operation.Value?.DeepClone()));
        var way = paths.Find(path.Attribute);
        if (way.Row is { Updates: false } or { Target: null }) return [];
        if (way.Row?.Mapper is { Flattens: true } && way.Whole) return Attribute(operation, way, path.Attribute);
        if (way.Target is not { Where: null } target || way.Row?.Mapper is not null) throw Refused(path.Attribute);
        var where = new ElementFilterMapper(paths, attribute).Rewrite(path.Where!);
        return [operation with { Path = new PatchPath(target.Path, where), Value = operation.Value?.DeepClone() }];
    }

    private static IEnumerable<PatchOperation> RemoveAll(AttributePath path, IEnumerable<Row> below) => below
        .Where(row => row is { Updates: true, Target: not null })
        .SelectMany(row => Put(PatchVerb.Remove, row.Target!, null))
        .Append(new PatchOperation(PatchVerb.Remove, new PatchPath(path), null));

    private IEnumerable<PatchOperation> Objects(PatchVerb verb, JsonObject value)
    {
        new AttributeWalk("patch").Run(value, tree);
        return value.Count == 0 ? [] : [new PatchOperation(verb, null, value)];
    }

    private static IEnumerable<PatchOperation> Put(PatchVerb verb, Place place, JsonNode? value)
    {
        if (place.HasPathForm) return [new PatchOperation(verb, new PatchPath(place.Path, place.Where?.ToFilter()), value)];
        // Without a path nothing can be removed; null is "unassigned" (RFC 7643 section 2.5).
        return [new PatchOperation(verb == PatchVerb.Remove ? PatchVerb.Replace : verb, null, Nested(place, value))];
    }

    private static JsonObject Nested(Place place, JsonNode? value)
    {
        var root = new JsonObject();
        Placing.Put(root, place, value);
        return root;
    }

    private ScimException Refused(AttributePath path) => ScimException.InvalidPath(
        $"The mapping '{mapping}' cannot change {path} by itself: it converts the attribute as a whole. Give the whole attribute.");
}
