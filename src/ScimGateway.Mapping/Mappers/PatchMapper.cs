using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A client's PATCH in the target's words, all of whose operations are <see cref="ExactOperations"/>. A place that no
/// path can name there (a name with spaces) is written by an operation without a path, whose value is an object.</summary>
internal sealed class PatchMapper(PathMapper paths, AttributeTree tree)
{
    public PatchRequest ToTarget(PatchRequest patch) => new([.. patch.Operations.SelectMany(Operation)]);

    /// <summary>The values that a PATCH removes, that no answer shows, and that the PATCH does not set again.</summary>
    public IEnumerable<PatchOperation> UnreadRemovals(PatchRequest patch, JsonObject after) =>
        UnreadRemoved(patch, after).SelectMany(Gone);

    /// <summary>The rows of these values.</summary>
    public IEnumerable<Row> UnreadRemoved(PatchRequest patch, JsonObject after) => patch.Operations
        .SelectMany(Removed)
        .SelectMany(paths.Named)
        .Where(row => row is { Reads: false, Updates: true, Target: { Where: null } } && !Placing.Has(after, row.Client!))
        .Distinct();

    private static IEnumerable<PatchOperation> Gone(Row row) => row.Empty is { } empty
        ? Put(PatchVerb.Replace, row.Target!, empty.Json?.DeepClone())
        : Put(PatchVerb.Remove, row.Target!, null);

    // A value that no path can name is removed by null in an object.
    private static IEnumerable<PatchPath> Removed(PatchOperation operation) => operation.Path is { } path
        ? operation.Verb == PatchVerb.Remove ? [path] : []
        : NamedMembers.Of(operation.Value).Where(member => member.Value is null).Select(member => new PatchPath(member.Path));

    private IEnumerable<PatchOperation> Operation(PatchOperation operation)
    {
        if (operation.Path is not { } path) return Objects(operation.Verb, (JsonObject?)operation.Value?.DeepClone() ?? []);
        if (path.Where is not null) return Element(operation, path);
        var below = paths.Below(path.Attribute).ToList();
        if (below.Count == 0) return Attribute(operation, paths.Find(path.Attribute));
        return operation.Verb == PatchVerb.Remove
            ? RemoveAll(path.Attribute, below)
            : Objects(operation.Verb, Nested(new Place(path.Attribute), operation.Value?.DeepClone()));
    }

    private static IEnumerable<PatchOperation> Attribute(PatchOperation operation, Way way)
    {
        if (way.Row is { Updates: false } || way.Target is not { } target) return [];
        if (way.Row?.Mapper is null || operation.Verb == PatchVerb.Remove)
            return Put(operation.Verb, target, operation.Value?.DeepClone());
        var converted = way.Row.Write(operation.Value?.DeepClone(), "patch");
        return converted is null ? Gone(way.Row) : Put(operation.Verb, target, converted);
    }

    // members[value eq "u-1"]; emails[type eq "work"].value where a row writes it and none reads it
    private IEnumerable<PatchOperation> Element(PatchOperation operation, PatchPath path)
    {
        if (paths.Find(path.Attribute, path.Where!) is { } row)
            return Attribute(operation, new Way(row, row.Target, Whole: true));
        var way = paths.Find(path.Attribute);
        if (way.Row is { Updates: false } || way.Target is not { } target) return [];
        var where = new ElementFilterMapper(paths, path.Attribute with { SubName = null }).Rewrite(path.Where!);
        return [operation with { Path = new PatchPath(target.Path, where) }];
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
        // Nothing can be removed without a path; null is "unassigned" (RFC 7643 section 2.5).
        return [new PatchOperation(verb == PatchVerb.Remove ? PatchVerb.Replace : verb, null, Nested(place, value))];
    }

    private static JsonObject Nested(Place place, JsonNode? value)
    {
        var root = new JsonObject();
        Placing.Put(root, place, value);
        return root;
    }
}
