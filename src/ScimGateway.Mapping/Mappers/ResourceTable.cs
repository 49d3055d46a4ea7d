using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Mappers;

/// <summary>The rows of one resource type, arranged for each direction, and its two hooks.</summary>
internal sealed class ResourceTable
{
    private readonly AttributeTree create;
    private readonly AttributeTree update;
    private readonly AttributeTree read;
    private readonly Row[] defaults;
    private readonly Row[] constants;
    private readonly Row[] conditions;
    private readonly Row[] typed;
    private readonly Composition[] made;
    private readonly Row[] composed;
    private readonly string mapping;
    private readonly FilterMapper filters;
    private readonly PatchMapper patches;
    private readonly ExactOperations exact;

    public ResourceTable(string mapping, IReadOnlyList<Row> rows)
    {
        this.mapping = mapping;
        Rows = rows;
        Paths = new PathMapper(rows);
        var writes = rows.Where(row => row.Client is not null).ToList();
        create = AttributeTree.Of(writes
            .OrderByDescending(row => row.Creates)
            .Select(row => new Move(row, row.Client!, row.Creates ? row.Target : null, writes: true)));
        update = AttributeTree.Of(writes
            .OrderByDescending(row => row.Updates)
            .Select(row => new Move(row, row.Client!, row.Updates ? row.Target : null, writes: true)));
        read = AttributeTree.Of(rows.OrderByDescending(row => row.Reads)
            .Where(row => row.Whole is null)
            .Select(row => new Move(
                row,
                row.Target ?? row.Client!,
                row is { Reads: true, Target: not null } ? row.Client : null,
                writes: false
            ))
            .Concat(Own(rows)));
        defaults = [.. rows.Where(row => row.Default is not null || row.DefaultFunction is not null)];
        conditions = [.. rows.Where(row => row.When is not null)];
        typed = [.. rows.Where(row => row.DefaultType is not null)];
        composed = [.. rows.Where(row => row.Made is not null)];
        made = [.. composed.Select(row => row.Made!)];
        constants = [.. rows.Where(row => row.Constant is not null)];
        filters = new FilterMapper(Paths, mapping);
        patches = new PatchMapper(Paths, update);
        exact = new ExactOperations(rows);
    }

    // A target's own attribute whose name means another one to clients is not shown to them.
    private static IEnumerable<Move> Own(IReadOnlyList<Row> rows) => rows
        .Where(row =>
                row
                    is
                {
                    Client: { Where: null, Path.SubName: null, IsExtension: false } client,
                    Target: not null,
                    Reads: true,
                    Made: null
                }
                && !rows.Any(other => other.Target is { } target && (target.Path with { SubName = null }).Equals(client.Path)))
        .Select(row => new Move(row, row.Client!, null, writes: false));

    public IReadOnlyList<Row> Rows { get; }

    public PathMapper Paths { get; }

    public WrittenAttributes Written => field ??= new WrittenAttributes(Rows, FromTargetHook is not null);

    public UnwrittenElements Elements => field ??= new UnwrittenElements(Rows);

    /// <summary>Removes attributes that no row names; <see langword="null"/> if they pass unchanged.</summary>
    public NamedOnly? Only { get; init; }

    public ScriptPool? Scripts { get; init; }

    public ScriptFunction? ToTargetHook { get; init; }

    public ScriptFunction? FromTargetHook { get; init; }

    /// <summary>Whether the whole of an answer must be read: by a hook, or to remove attributes that no row names.</summary>
    public bool ReadsWhole => FromTargetHook is not null || Only is not null;

    /// <summary>The rows whose reading only moves a whole value, and may convert it.</summary>
    public IReadOnlyList<PlainMove> PlainMoves => [.. Rows.Where(IsPlain).Select(Move)];

    /// <summary>The top-level names that reading the other rows touches, in either side's words.</summary>
    public IEnumerable<string> ReadNames => Rows
        .Where(row => !IsPlain(row))
        .SelectMany(row => new[] { row.Target, row.Client }.Concat(row.Made?.Sources ?? []))
        .OfType<Place>()
        .Select(place => place.Urn ?? place.Path.Name)
        .Distinct(StringComparer.Ordinal);

    public TargetResource ToTarget(JsonObject resource, ScimOperation operation)
    {
        string word = operation switch { ScimOperation.Create => "create", ScimOperation.Replace => "replace", _ => "patch" };
        if (word is not "patch") Default(resource, operation);
        var off = conditions.Where(row => !row.When!.Holds(resource)).ToHashSet();
        return Sent(resource, new AttributeWalk(word, off), operation, word);
    }

    /// <summary>The mapping's output for a resource before and after a change, without the values that every create and replace
    /// carries. A row whose condition holds neither before nor after is not used, and a value that the row cannot convert stays
    /// the same in both if it does not change.</summary>
    /// <param name="before">What the client saw. It is not changed.</param>
    /// <param name="after">What it wants. It is not changed.</param>
    /// <param name="word">replace or patch, for functions.</param>
    public (TargetResource Was, TargetResource Becomes) Change(JsonObject before, JsonObject after, string word)
    {
        var idle = conditions
            .Where(row => !row.When!.Holds(before) && !(row.When.Holds(after) && IsReadAnyway(row, before)))
            .ToHashSet();
        var off = conditions.Where(row => !row.When!.Holds(after)).ToHashSet();
        var raw = new HashSet<Row>();
        var was = Sent(Copy(before), new AttributeWalk(word, idle) { Raw = raw, FindsRaw = true }, ScimOperation.Patch, word);
        raw.RemoveWhere(row => !IsUnchanged(row, before, after));
        return (was, Sent(Copy(after), new AttributeWalk(word, off) { Raw = raw }, ScimOperation.Patch, word));
    }

    /// <summary>Whether a row has a condition for writing, so that it may hide the target's value.</summary>
    public bool HasConditions => conditions.Length > 0;

    // If no condition of several rows of one attribute holds, the first row is read.
    private bool IsReadAnyway(Row row, JsonObject before)
    {
        var same = conditions.Where(other => SourceOf(other).Equals(SourceOf(row))).ToList();
        return same[0] == row && !same.Exists(other => other.When!.Holds(before));
    }

    private static Place SourceOf(Row row) => row.Made?.Sources[0] ?? row.Client!;

    private static JsonObject Copy(JsonObject resource) => (JsonObject)resource.DeepClone();

    private static bool IsUnchanged(Row row, JsonObject before, JsonObject after) =>
        (row.Made?.Sources ?? [row.Client!]).All(source =>
            JsonNode.DeepEquals(Placing.Find(before, source), Placing.Find(after, source)));

    private TargetResource Sent(JsonObject resource, AttributeWalk walk, ScimOperation operation, string word)
    {
        var urns = Urns(resource);
        Only?.OfClient(resource);
        foreach (var row in typed) ElementType.Give(resource, row.Client!, row.DefaultType!);
        foreach (var composition in made) composition.Gather(resource);
        walk.Run(resource, operation == ScimOperation.Create ? create : update);
        if (operation != ScimOperation.Patch) Constant(resource, operation);
        if (ToTargetHook is { } hook) resource = Hook(hook, "toTarget", resource, word);
        Schemas(resource, urns);
        return new TargetResource(resource);
    }

    public JsonObject ToClient(TargetResource given)
    {
        var resource = given.Tree;
        var urns = Urns(resource);
        if (FromTargetHook is { } hook) resource = Hook(hook, "fromTarget", resource, "read");
        Only?.OfTarget(resource);
        new AttributeWalk("read").Run(resource, read);
        foreach (var row in composed) row.Made!.Spread(resource, row.When);
        Schemas(resource, urns);
        return resource;
    }

    public Filter ToTarget(Filter filter) => filters.Rewrite(filter);

    public bool IsExact(PatchRequest patch, ResourceType type) => ToTargetHook is null && exact.Is(patch, type);

    public PatchRequest ToTarget(PatchRequest patch, ResourceType type) => IsExact(patch, type)
        ? patches.ToTarget(patch)
        : throw ScimException.InvalidPath($"The mapping '{mapping}' cannot say this change to the target by itself, and the target cannot be read first. Give whole attributes.");

    /// <summary>The removals of values that rows write and never read back.</summary>
    public IEnumerable<PatchOperation> UnreadRemovals(PatchRequest patch, JsonObject after) =>
        patches.UnreadRemovals(patch, after);

    /// <summary>The rows of values that a PATCH removes, and that they write and never read back.</summary>
    public IEnumerable<Row> UnreadRemoved(PatchRequest patch, JsonObject after) => patches.UnreadRemoved(patch, after);

    /// <summary>Puts the rows' empty values in the place of removed values.</summary>
    /// <param name="after">The same after the change. It is changed.</param>
    public void SayGone(TargetResource before, TargetResource after)
    {
        foreach (var row in Rows)
            if (
                row is { Empty: { } empty, Updates: true, Target: { } place }
                && Holds(before.Tree, place)
                && !Holds(after.Tree, place)
            )
                empty.PutIn(after.Tree, place);
        Schemas(after.Tree, []);
    }

    private static bool Holds(JsonObject resource, Place place) =>
        Placing.Has(resource, place) && !Unassigned.Is(Placing.Find(resource, place));

    public bool MayChange(AttributePath path) =>
        ToTargetHook is not null || FromTargetHook is not null || Paths.Find(path).Row?.Mapper is not null;

    public bool Supplies(AttributePath path)
    {
        if (ToTargetHook is not null || Paths.Find(path).Target is not { } place) return true;
        return Rows.Any(row =>
            row.Client?.Path.Equals(path) == true
                ? row is { Default: not null } or { DefaultFunction: not null } or { Creates: false }
                : place.Path.Equals(row.Target?.Path));
    }

    /// <summary>A call of each function on a made-up sample: a function may refuse it.</summary>
    public IEnumerable<Action> WarmUps(JsonObject sample)
    {
        foreach (var function in Rows.Select(row => row.Mapper).OfType<FunctionMapper>())
            foreach (var call in function.WarmUps("2026-01-31")) yield return () => Try(call);
        foreach (var hook in new[] { ToTargetHook, FromTargetHook })
            if (hook is not null) yield return () => Try(() => Scripts!.Call(hook.Index, sample, "create"));
    }

    private static void Try(Action call)
    {
        try
        {
            call();
        }
        catch (Exception fault) when (FunctionFault.Is(fault))
        {
            return;
        }
    }

    /// <summary>Adds the attributes that the client may leave out.</summary>
    public void Default(JsonObject resource, ScimOperation operation)
    {
        foreach (var row in defaults)
            if (
                Holds(row, operation)
                && !Placing.Has(resource, row.Client!)
                && DefaultOf(row, resource, operation) is { } value
            )
                Placing.Put(resource, row.Client!, value);
    }

    private JsonNode? DefaultOf(Row row, JsonObject resource, ScimOperation operation)
    {
        if (row.DefaultFunction is not { } function) return row.Default!.DeepClone();
        try
        {
            return Scripts!.Call(function.Index, resource, operation == ScimOperation.Create ? "create" : "replace");
        }
        catch (Exception cause) when (FunctionFault.Is(cause))
        {
            throw new FunctionFault(
                $"The mapping '{mapping}' (mapping.js line {function.Line})",
                "default function",
                row.Client!.ToString(),
                resource
            ).OfClient(cause);
        }
    }

    /// <summary>Adds the attributes that every replace carries.</summary>
    /// <param name="overwrites">Whether they overwrite the target's values.</param>
    public void Constant(TargetResource whole, bool overwrites)
    {
        foreach (var row in constants)
            if (row.Updates && (overwrites || !Placing.Has(whole.Tree, row.Target!)))
                Placing.Put(whole.Tree, row.Target!, row.Constant!.DeepClone());
    }

    /// <summary>Adds the rows' empty values if a PUT has no value.</summary>
    public void SayNothing(TargetResource sent)
    {
        foreach (var row in Rows)
            if (row is { Empty: { } empty, Updates: true, Target: { } place } && !Holds(sent.Tree, place))
                empty.PutIn(sent.Tree, place);
        Schemas(sent.Tree, []);
    }

    private void Constant(JsonObject resource, ScimOperation operation)
    {
        foreach (var row in constants)
            if (Holds(row, operation)) Placing.Put(resource, row.Target!, row.Constant!.DeepClone());
    }

    private static PlainMove Move(Row row) =>
        new(row.Target!.Path, row.Client!.Path, row.Mapper is null or { ReadsAsIs: true } ? null : row.Read);

    private static bool IsPlain(Row row) =>
        row is { Reads: true, Reference: null, Made: null, Whole: null, Target: { } target, Client: { } client }
        && IsPlain(target)
        && IsPlain(client);

    private static bool IsPlain(Place place) => place is { Where: null, IsExtension: false, Path.SubName: null };

    private static bool Holds(Row row, ScimOperation operation) => operation == ScimOperation.Create ? row.Creates : row.Updates;

    private JsonObject Hook(ScriptFunction hook, string name, JsonObject resource, string operation)
    {
        var fault = new FunctionFault(
            $"The mapping '{mapping}' (mapping.js line {hook.Line})",
            $"{name} function",
            null,
            resource
        );
        try
        {
            return Scripts!.Call(hook.Index, resource, operation) as JsonObject
                ?? throw new ScriptLimitException("gave no object");
        }
        catch (Exception cause) when (FunctionFault.Is(cause))
        {
            throw name == "toTarget" ? fault.OfClient(cause) : fault.OfTarget(cause);
        }
    }

    private static List<string> Urns(JsonObject resource)
    {
        var urns = new List<string>();
        foreach (var member in resource)
            if (member.Key.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)) urns.Add(member.Key);
        return urns;
    }

    // Adds the URIs of extension objects that the walk made, and removes those of objects that it emptied (RFC 7643 section 3).
    private static void Schemas(JsonObject resource, List<string> before)
    {
        if (resource.Find("schemas") is not JsonArray schemas) return;
        foreach (string urn in before)
            if (!resource.ContainsKey(urn) && IndexOf(schemas, urn) is >= 0 and var gone) schemas.RemoveAt(gone);
        foreach (string urn in Urns(resource))
            if (IndexOf(schemas, urn) < 0) schemas.Add((JsonNode)urn);
    }

    private static int IndexOf(JsonArray schemas, string urn)
    {
        for (int i = 0; i < schemas.Count; i++)
            if (schemas[i].IsString(out string? text) && text.Equals(urn, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }
}
