using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A client's PATCH in the target's words, where its operations are <see cref="ExactOperations"/>. A place without a path form there (a name with spaces) is written by an
/// operation without a path, whose value is an object.</summary>
internal sealed class PatchMapper(PathMapper paths, AttributeTree tree, string mapping)
{
    public PatchRequest ToTarget(PatchRequest patch) => new([.. patch.Operations.SelectMany(Operation)]);

    /// <summary>What a PATCH removes that no answer shows, and has not given back by its end.</summary>
    public IEnumerable<PatchOperation> UnreadRemovals(PatchRequest patch, JsonObject after) => patch.Operations
        .Where(operation => operation is { Verb: PatchVerb.Remove, Path: not null })
        .SelectMany(operation => paths.Named(operation.Path!))
        .Where(row => row is { Reads: false, Updates: true, Target: { Where: null } } && !Placing.Has(after, row.Client!))
        .Distinct()
        .SelectMany(row => Put(PatchVerb.Remove, row.Target!, null));

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
