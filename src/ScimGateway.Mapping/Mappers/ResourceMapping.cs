using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>One resource type of one target: renames and converts both ways. Thread-safe and immutable.</summary>
public sealed class ResourceMapping
{
    /// <summary>The type in the client's words: the core schema, and the extensions that the mapping's rows mention.</summary>
    public required ResourceType Type { get; init; }

    /// <summary>The target's endpoint, with its slash: <c>/Users</c>.</summary>
    public required string Path { get; init; }

    public TargetCapabilities Can { get; init; } = new();

    /// <summary>Attributes that name another resource; the host resolves them before and after this mapping.</summary>
    public IReadOnlyList<ResourceReference> References { get; init; } = [];

    /// <summary>Whether a reference may wait for somebody who is not there yet.</summary>
    public bool Defers => References.Any(reference => reference.Missing == MissingReference.Defer);

    /// <summary>The rows; <see langword="null"/> when nothing is renamed or converted.</summary>
    internal ResourceTable? Table { get; init; }

    /// <summary>The rows that only say of an attribute that it is a reference.</summary>
    internal IReadOnlyList<Row> Declarations { get; init; } = [];

    /// <summary>What stands in the table, in the order of its lines; empty when nothing is renamed or converted.</summary>
    public IReadOnlyList<MappingRow> Rows =>
        [.. (Table?.Rows ?? []).Concat(Declarations).Where(row => row.Whole is null).OrderBy(row => row.Line).Select(Shows)];

    /// <summary>How answers are read without a tree; <see langword="null"/> when a hook needs the whole answer.</summary>
    public AnswerPlan? Answers => field ??= Table is { ReadsWhole: true }
        ? null
        : new AnswerPlan(Type, tree => ToClient(new(tree)), Table?.ReadNames ?? [], Table?.PlainMoves);

    /// <summary>A mapping that changes nothing.</summary>
    public static ResourceMapping Plain(ResourceType type) => new() { Type = type, Path = type.Endpoint };

    /// <summary>A resource for the target. Takes ownership of its argument.</summary>
    /// <param name="resource">In the client's words.</param>
    /// <param name="operation">Create, Replace or Patch: rows may hold for one of them only.</param>
    public TargetResource ToTarget(JsonObject resource, ScimOperation operation)
    {
        var sent = Table?.ToTarget(resource, operation) ?? new TargetResource(resource);
        if (operation == ScimOperation.Replace && !Can.PutMerges) Table?.SayNothing(sent);
        if (operation == ScimOperation.Create && Can.CreateOnly is { } only) CreateSelection.Keep(sent.Tree, only);
        return sent;
    }

    /// <summary>A copy of a client's PUT with the attributes that it may leave out, in the client's words: for a target that gets
    /// it as a PATCH.</summary>
    public JsonObject WithDefaults(JsonObject resource)
    {
        var copy = (JsonObject)resource.DeepClone();
        Table?.Default(copy, ScimOperation.Replace);
        return copy;
    }

    /// <summary>A resource for the client. Takes ownership of its argument.</summary>
    /// <exception cref="ScimException">502: a row or function cannot read a value of it; 500: a function exceeded a
    /// limit.</exception>
    public JsonObject ToClient(TargetResource resource)
    {
        if (Table is null) return resource.Tree;
        var id = resource.Tree.Find("id"); // after a failure the rest may lack it
        try
        {
            return Table.ToClient(resource);
        }
        catch (ScimException fault) when (id is JsonValue known)
        {
            throw fault.Of(Type.Name, known.ToString());
        }
    }

    /// <summary>A filter in the target's words, its values converted.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>: the target has no place for an attribute, or the mapping
    /// cannot convert the value.</exception>
    public Filter ToTarget(Filter filter) => Table?.ToTarget(filter) ?? filter;

    /// <summary>A path in the target's words; <see langword="null"/> when the attribute has no place there.</summary>
    public AttributePath? ToTarget(AttributePath path) => Table is null ? path : Table.Paths.Find(path).Target?.Path;

    /// <summary>Whether the target has all attributes under the client's names, so that every filter and every path can be
    /// sent.</summary>
    public bool IsPlain => Table is null;

    /// <summary>The attributes that the target does not get with an operation, because the mapping drops or only reads
    /// them.</summary>
    /// <param name="operation">Create, or Replace for every change.</param>
    public IReadOnlyList<UnwrittenAttribute> Unwritten(ScimOperation operation) =>
        Table is null ? [] : [
            .. Table.Written.Missing(operation),
            .. Table.Written.Surplus(operation),
            .. Table.Written.Conditional(operation),
        ];

    /// <summary>Whether the mapping drops an attribute, so that no resource has a value for it.</summary>
    public bool Drops(AttributePath path) => Table?.Written.Drops(path) ?? false;

    /// <summary>The type as clients see it: without dropped attributes, and with the mutability of the rest.</summary>
    public ResourceType Shown => field ??= Table?.Written.Shown(Type) ?? Type;

    /// <summary>Whether the mapping may give the target another value than the client's, or show another than the
    /// target's.</summary>
    public bool MayChange(AttributePath path) => Table?.MayChange(path) ?? false;

    /// <summary>Whether the target may answer with more than the attribute that it is asked for: it stores the one value among
    /// several (Slack's <c>emails</c> for a <c>userName</c>).</summary>
    public bool AsksMore(AttributePath path) =>
        Type.Find(path) is { MultiValued: false }
        && Table?.Paths.Find(path) is { Row: not null, Target: { Where: null } place }
        && Type.Find(place.Path) is { MultiValued: true };

    /// <summary>Whether the target gets a value of an attribute, or needs none, when the client sends none: by a default, a
    /// constant, a row of another attribute that leads to the same place, no place at all, or a hook, which may do
    /// anything.</summary>
    public bool Supplies(AttributePath path) => Table?.Supplies(path) ?? false;

    /// <summary>The path by which the target sorts as the client wants; <see langword="null"/> if the target does not have the
    /// attribute, or its values have another order.</summary>
    public AttributePath? SortPath(AttributePath path)
    {
        if (Table is null) return path;
        var way = Table.Paths.Find(path);
        if (
            Table.Paths.IsElsewhere(path)
            || Table.Paths.Seconds(path).Any()
            || Table.Paths.Elements(path with { SubName = null }).Any()
        )
            return null;
        bool keepsOrder = way.Row?.Mapper is null || (way.Whole && way.Row.Mapper.KeepsOrder);
        return keepsOrder && way.Target is { Where: null } place ? place.Path : null;
    }

    /// <summary>Whether each operation of a PATCH keeps its meaning when it is translated by itself. If not, the
    /// <see cref="Difference"/> must be sent.</summary>
    public bool IsExact(PatchRequest patch) => !patch.Operations.Any(IsOfPlainValues) && (Table?.IsExact(patch, Type) ?? true);

    /// <summary>A PATCH in the target's words, its values converted.</summary>
    /// <exception cref="ScimException"><c>invalidPath</c>: it is not exact.</exception>
    public PatchRequest ToTarget(PatchRequest patch) => Table?.ToTarget(patch, Type) ?? patch;

    /// <summary>A change of a resource as a PATCH in the target's words: the comparison of the mapping's output before and
    /// after.</summary>
    /// <param name="before">What the client saw, in its words.</param>
    /// <param name="after">What it wants.</param>
    /// <param name="said">The client's PATCH: it may remove values that the mapping never reads, which no comparison
    /// shows.</param>
    /// <param name="original">The target's resource, if <see cref="KeepsElements"/>.</param>
    /// <returns>No operations when the target has all of it already.</returns>
    public PatchRequest Difference(
        JsonObject before, JsonObject after, PatchRequest? said = null, TargetResource? original = null)
    {
        var (was, becomes) = Change(before, after, "patch", original);
        Table?.SayGone(was, becomes);
        return new PatchRequest([.. DifferencePatch.Between(was, becomes, Can.ReplaceMembers), .. UnreadRemovals(said, after)]);
    }

    /// <summary>A change as a partial resource in the target's words, which the target merges.</summary>
    /// <param name="request">The change, with what the client saw and wants.</param>
    /// <param name="original">The target's resource, if <see cref="KeepsElements"/>.</param>
    public TargetResource Merge(ScimRequest request, TargetResource? original = null)
    {
        var (was, becomes) = Change(request.Previous!, request.Resource!, "patch", original);
        Table?.SayGone(was, becomes);
        var body = MergePatch.Of(request.Patch, was, becomes, Can);
        foreach (var removal in UnreadRemovals(request.Patch, request.Resource!)) MergePatch.Clear(body, removal);
        return body;
    }

    /// <summary>Whether a PATCH removes what the mapping writes and never reads back, so that no comparison shows a
    /// change.</summary>
    /// <param name="said">The PATCH.</param>
    /// <param name="after">What the client's view is after it.</param>
    public bool RemovesUnread(PatchRequest said, JsonObject after) => UnreadRemovals(said, after).Any();

    private IEnumerable<PatchOperation> UnreadRemovals(PatchRequest? said, JsonObject after) =>
        said is null ? [] : Table?.UnreadRemovals(said, after) ?? [];

    /// <summary>A change as the whole resource in the target's words, for a PUT: values that the mapping does not write stay as
    /// they are at the target.</summary>
    /// <param name="original">The target's resource, as it showed it.</param>
    /// <param name="before">What the client saw, in its words. It is not changed.</param>
    /// <param name="after">What it wants. It is changed: attributes that the client may leave out are added.</param>
    /// <param name="said">The client's PATCH, if it was one.</param>
    public TargetResource InPlace(TargetResource original, JsonObject before, JsonObject after, PatchRequest? said = null)
    {
        Table?.Default(after, ScimOperation.Replace);
        var (was, becomes) = Change(before, after, "replace", original);
        Table?.SayGone(was, becomes);
        Row[] unread = said is null || Table is null ? [] : [.. Table.UnreadRemoved(said, after)];
        if (Can.PutMerges) new MergingPut(Table?.Rows ?? []).Check(was, becomes, unread);
        foreach (var row in unread) Placing.Remove(original.Tree, row.Target!);
        var whole = PutInPlace.Of(original, was, becomes);
        foreach (var row in unread) row.Empty?.PutIn(whole.Tree, row.Target!);
        Table?.Constant(whole, overwrites: said is null);
        return whole;
    }

    /// <summary>Whether the target's lists hold elements that no change writes, which only the target's own resource
    /// shows.</summary>
    public bool KeepsElements => Table?.Elements.Any ?? false;

    /// <summary>Whether a PUT of the mapping's output would remove values at the target: those that rows drop, only read, or
    /// write on create.</summary>
    public bool LosesInReplace =>
        Table?.Written.Missing(ScimOperation.Replace).Count > 0
        || KeepsElements
        || Table?.HasConditions == true
        || References.Any(reference => reference is { Missing: MissingReference.Omit, IsList: false });

    // Without a table both are the client's own trees: they are compared, and only a table's are changed.
    private (TargetResource Was, TargetResource Becomes) Change(
        JsonObject before, JsonObject after, string word, TargetResource? original)
    {
        if (Table is null) return (new(before), new(after));
        var (was, becomes) = Table.Change(before, after, word);
        return original is { } own ? (Table.Elements.Into(was, own), Table.Elements.Into(becomes, own)) : (was, becomes);
    }

    // No path can name one of several plain values, and a target that ignores a remove's value removes them all.
    private static bool IsOfPlainValues(PatchOperation operation) => operation is { Verb: PatchVerb.Remove, Value: not null };

    /// <summary>The target's attributes that hold what the client asks for, for <c>attributes</c> and <c>excludedAttributes</c>:
    /// <c>name</c> is several when the rows scatter its parts. Empty when the target has no place for it.</summary>
    public IReadOnlyList<AttributePath> Projection(AttributePath path)
    {
        if (Table is null) return [path];
        var parts = Table
            .Paths.Below(path)
            .Concat(Table.Paths.Elements(path with { SubName = null }))
            .Select(row => row.Target?.Path)
            .OfType<AttributePath>();
        var copies = Table.Paths.Copies(path).Select(row => row.Target?.Path);
        return [.. parts.Prepend(Holder(path)).Concat(copies).OfType<AttributePath>().Distinct()];
    }

    // A part of a converted value has no place at the target: only the whole can be requested.
    private AttributePath? Holder(AttributePath path)
    {
        var way = Table!.Paths.Find(path);
        return way.Whole || way is { Row.Mapper: null, Target: not null } ? way.Target?.Path : way.Row!.Target?.Path;
    }

    /// <summary>The same for <c>excludedAttributes</c>: not what other attributes are read from, too.</summary>
    public IReadOnlyList<AttributePath> Exclusion(AttributePath path)
    {
        if (Table is null) return [path];
        var shared = Table.Paths.Copies(path).FirstOrDefault(row => row.Made!.Kind != CompositionKind.Copy)?.Target?.Path;
        var whole = Holder(path) is { } holder && !holder.Equals(ToTarget(path)) ? holder : null;
        return [.. Projection(path).Where(place => !place.Equals(shared) && !place.Equals(whole))];
    }

    /// <summary>A call of each function on a sample.</summary>
    internal IEnumerable<Action> WarmUps() =>
        Table?.WarmUps(new JsonObject
        {
            ["id"] = "1",
            ["userName"] = "ana@example.com",
            ["active"] = true,
            ["name"] = new JsonObject { ["givenName"] = "Ana" },
        }) ?? [];

    private MappingRow Shows(Row row) =>
        new(row.Line, (row.Made?.Sources[0] ?? row.Client)?.ToString(), row.Target?.ToString(), How(row))
        {
            Given = (row.Constant ?? row.Default)?.ToJsonString(),
            Creates = row.Creates,
            Updates = row.Updates,
            Note = new RowNotes(this).Of(row),
        };

    private static string? How(Row row)
    {
        var words = new List<string>();
        if (row.Mapper is not null) words.Add("converted");
        if (row.Made is { Kind: not CompositionKind.Copy, Sources: var sources })
            words.Add($"made of {string.Join(" and ", sources)}");
        if (row.When is not null) words.Add("on a condition");
        if (row.Reference is { } reference) words.Add(How(reference));
        if (!row.Creates && !row.Updates) words.Add("never written");
        else if (!row.Updates) words.Add("on create only");
        else if (!row.Creates) words.Add("on update only");
        if (!row.Reads) words.Add("never read back");
        if (row.Empty is { } empty) words.Add($"cleared by {empty.Json?.ToJsonString() ?? "null"}");
        if (row.Default is not null) words.Add($"{row.Default.ToJsonString()} when the client says nothing");
        if (row.DefaultFunction is not null) words.Add("made by a function when the client says nothing");
        return words.Count == 0 ? null : string.Join(", ", words);
    }

    private static string How(ResourceReference reference)
    {
        string several = reference.IsList ? $"references to {reference.Type}s" : $"a reference to a {reference.Type}";
        string names = reference.Names is [var only] && only.Equals(ResourceReference.Id)
            ? ""
            : $" (clients name it by {string.Join(" or ", reference.Names)})";
        return $"{several} by {reference.By}{names}";
    }
}
