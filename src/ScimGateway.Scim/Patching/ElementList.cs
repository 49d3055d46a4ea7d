using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>The elements of one multi-valued attribute while a PATCH changes them, found by their <c>value</c> in constant
/// time.</summary>
/// <remarks>A group of 10,000 members and a PATCH with 5,000 times <c>members[value eq "…"]</c> is common: removed elements are
/// only marked, and the array is written once at the end (<see cref="Close"/>), so that the cost stays linear.</remarks>
internal sealed class ElementList(JsonArray array, AttributeDefinition? definition, PatchEffort effort)
{
    private readonly HashSet<JsonNode> removed = new(ReferenceEqualityComparer.Instance);
    private ElementIndex? index;

    public int Count => array.Count - removed.Count;

    private ElementIndex Index => index ??= new ElementIndex(Elements);

    /// <summary>An immutable <c>value</c> identifies its element: <c>members.value</c> is an id, and ids are case
    /// exact.</summary>
    private bool ValueIdentifies => definition?.Sub("value")?.Mutability == Mutability.Immutable;

    private IEnumerable<JsonNode> Elements => array.OfType<JsonNode>().Where(element => !removed.Contains(element));

    /// <summary>The elements that a filter selects; all of them without one.</summary>
    public IReadOnlyList<JsonNode> Matching(Filter? where)
    {
        if (where is null || ElementIndex.KeyOf(where) is null)
            effort.Spend(array.Count * (where is null ? 1 : PatchEffort.Of(where)));
        if (where is null) return [.. Elements];
        if (ElementIndex.KeyOf(where) is not { } key) return Satisfying(where, Elements);
        effort.Spend(Index.Rivals(key).Count);
        return ValueIdentifies ? Index.Identified(key) : Satisfying(where, Index.Rivals(key));
    }

    /// <summary>The only element; <see langword="null"/> if there are others, or it has no parts.</summary>
    public JsonObject? Only() => Count == 1 ? Elements.First() as JsonObject : null;

    /// <summary>The elements with that value, in any case.</summary>
    public IReadOnlyList<JsonNode> WithValue(string value) => [.. Index.Rivals(value)];

    /// <summary>Removes the elements of a list of plain values that equal a value.</summary>
    public void RemoveValue(JsonNode value)
    {
        foreach (var rival in RivalsOf(value).ToList())
            if (SubList.AreSame(rival, value, definition)) Remove(rival);
    }

    /// <summary>A new element in the form of the existing ones, if no schema defines the form: Entra sends plain values of its
    /// customers' own attributes as <c>{"value": "1"}</c>.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: the list would have elements of both forms.</exception>
    public JsonNode Alike(PatchPath path, JsonNode element, bool loose)
    {
        if (
            definition is not null
            || Elements.FirstOrDefault() is not { } first
            || first is JsonObject == element is JsonObject
        )
            return element;
        var alike =
            !loose ? null
            : first is JsonObject ? new JsonObject { ["value"] = element.DeepClone() }
            : SimpleElement.In(element.DeepClone());
        return alike ?? throw ScimException.InvalidValue(
            $"{path} has elements of the kind {ScimJson.KindOf(first)}; expected such, found a JSON {ScimJson.KindOf(element)}."
        );
    }

    /// <summary>Adds an element unless an equal one exists (RFC 7644 section 3.5.2.1: the resource must not change
    /// then).</summary>
    public void Add(JsonNode element)
    {
        if (RivalsOf(element).Exists(rival => IsSame(rival, element))) return;
        Append(element);
        KeepOnePrimary(element);
    }

    public JsonNode Append(JsonNode element)
    {
        array.Add(element);
        index?.Add(element);
        return element;
    }

    public void Remove(JsonNode element)
    {
        if (removed.Add(element)) Forget(element);
    }

    /// <summary>Changes one element in place; if it becomes the primary one, the others stop being primary.</summary>
    public void Edit(JsonObject element, Action<JsonObject> change)
    {
        Forget(element);
        change(element);
        index?.Add(element);
        KeepOnePrimary(element);
    }

    /// <summary>Removes marked elements from the array.</summary>
    public void Close()
    {
        if (removed.Count == 0) return;
        JsonNode?[] left = [.. array.Where(element => element is null || !removed.Contains(element))];
        array.Clear();
        foreach (var element in left) array.Add(element);
        removed.Clear();
    }

    // An index that was not used yet is made from the elements of that moment.
    private void Forget(JsonNode element)
    {
        if (index is not null) RivalsOf(element).Remove(element);
    }

    private List<JsonNode> RivalsOf(JsonNode element)
    {
        var rivals = Index.Rivals(ElementIndex.KeyOf(element));
        effort.Spend(rivals.Count);
        return rivals;
    }

    private List<JsonNode> Satisfying(Filter where, IEnumerable<JsonNode> candidates)
    {
        var predicate = FilterPredicate.CompileWhere(where, definition);
        return [.. candidates.Where(element => predicate.Matches(AsObject(element)))];
    }

    // RFC 7643 section 2.4: an element of a simple multi-valued attribute is its own "value".
    private static JsonObject AsObject(JsonNode element) =>
        element as JsonObject ?? new JsonObject { ["value"] = element.DeepClone() };

    private bool IsSame(JsonNode there, JsonNode element) => ValueIdentifies && ElementIndex.KeyOf(element) is { } key
        ? key == ElementIndex.KeyOf(there)
        : JsonNode.DeepEquals(there, element);

    // RFC 7644 section 3.5.2: setting "primary" to true sets it to false wherever else it was true.
    private void KeepOnePrimary(JsonNode element)
    {
        if (!IsPrimary(element)) return;
        effort.Spend(array.Count);
        foreach (var other in Elements)
            if (other != element && other is JsonObject members && IsPrimary(members))
                members[members.SpellingOf("primary")!] = false;
    }

    private static bool IsPrimary(JsonNode element) =>
        element is JsonObject members && members.Find("primary")?.GetValueKind() == JsonValueKind.True;
}
