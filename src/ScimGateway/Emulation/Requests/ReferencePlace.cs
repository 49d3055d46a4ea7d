using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation.Requests;

/// <summary>Where a resource, or an operation of a PATCH, holds a reference: a string that can be read, written and taken away.
/// It is the value of an attribute or an element of a list, or the <c>value</c> of one of them.</summary>
internal sealed class ReferencePlace
{
    private readonly JsonNode? element;
    private JsonNode text;

    private ReferencePlace(JsonNode text, JsonNode? element)
    {
        this.text = text;
        this.element = element;
        IsElement = (element ?? text).Parent is JsonArray;
    }

    public string Value
    {
        get => text.GetValue<string>();
        set
        {
            JsonNode written = value;
            text.ReplaceWith(written);
            text = written;
        }
    }

    /// <summary>The element of a list that it is, or is in.</summary>
    public JsonNode Element => element ?? text;

    /// <summary>Whether it is one of a list.</summary>
    public bool IsElement { get; }

    /// <summary>The place of a path, if the resource holds a non-empty string there.</summary>
    public static ReferencePlace? Find(JsonObject resource, AttributePath path)
    {
        var holder = Parent(resource, path);
        if (path.SubName is not null) holder = holder?.Find(path.Name) as JsonObject;
        return Text(holder?.Find(path.SubName ?? path.Name)) is { } text ? new ReferencePlace(text, null) : null;
    }

    /// <summary>All places of a reference: one, or each element of a list. An element whose <c>type</c> is another resource type
    /// is none (a group among the members of a group).</summary>
    public static IReadOnlyList<ReferencePlace> All(JsonObject resource, ResourceReference reference) =>
    [
        .. At(resource, reference.Path).Where(place => !IsOfOther(place.element, reference.Type)),
    ];

    /// <summary>All places of a path, whatever their type.</summary>
    public static IEnumerable<ReferencePlace> At(JsonObject resource, AttributePath path)
    {
        var there = Parent(resource, path)?.Find(path.Name);
        return (there is JsonArray list ? list : Enumerable.Repeat(there, 1))
            .Select(one => In(one, path.SubName))
            .OfType<ReferencePlace>();
    }

    /// <summary>Takes it away, an element as a whole, with the lists and objects around it that hold nothing else.</summary>
    public void Remove()
    {
        JsonNode gone = element ?? text;
        while (gone.Parent is { } parent)
        {
            if (parent is JsonArray list) list.Remove(gone);
            else parent.AsObject().Remove(gone.GetPropertyName());
            if (parent is JsonArray { Count: > 0 } or JsonObject { Count: > 0 }) return;
            gone = parent;
        }
    }

    /// <summary>The value of an operation in a resource that holds nothing else; <see langword="null"/> when it has
    /// none.</summary>
    /// <remarks>What stands in the brackets of its path is a <see cref="ReferenceFilter"/>'s.</remarks>
    public static JsonObject? Hold(PatchOperation operation)
    {
        if (operation.Value is null) return null;
        var value = operation.Value.DeepClone();
        foreach (string member in Way(operation.Path).Reverse()) value = new JsonObject { [member] = value };
        return value as JsonObject;
    }

    /// <summary>The operation with the value that <see cref="Hold"/> gave and somebody changed.</summary>
    /// <returns><see langword="null"/>: nothing is left to say; where a list was replaced, nobody is left in it.</returns>
    public static PatchOperation? Held(JsonObject resource, PatchOperation operation)
    {
        if (resource.Count > 0 || operation.Value is JsonObject { Count: 0 })
            return operation with
            {
                Value = Way(operation.Path).Aggregate((JsonNode)resource, (json, one) => json[one]!).DeepClone(),
            };
        return operation is { Verb: PatchVerb.Replace, Value: JsonArray }
            ? operation with { Verb = PatchVerb.Remove, Value = null }
            : null;
    }

    private static ReferencePlace? In(JsonNode? one, string? subName)
    {
        bool isComplex = one is JsonObject;
        if (!isComplex && subName is not null && !IsValue(subName)) return null;
        var found = Text(one is JsonObject complex ? complex.Find(subName ?? "value") : one);
        if (found is null) return null;
        bool goesAsWhole = isComplex && (subName is null || one!.Parent is JsonArray);
        return new ReferencePlace(found, goesAsWhole ? one : null);
    }

    private static JsonObject? Parent(JsonObject resource, AttributePath path) =>
        path.Schema is null ? resource : resource.Find(path.Schema) as JsonObject;

    private static JsonNode? Text(JsonNode? node) => node.IsString(out string? text) && text.Length > 0 ? node : null;

    private static bool IsValue(string name) => name.Equals("value", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfOther(JsonNode? element, string type) =>
        (element as JsonObject)?.Find("type").IsString(out string? said) == true
        && !Is(said, type)
        && (Is(said, ResourceType.User.Name) || Is(said, ResourceType.Group.Name));

    private static bool Is(string? one, string other) => other.Equals(one, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Way(PatchPath? path) =>
        path?.Attribute is { } attribute ? new[] { attribute.Schema, attribute.Name, attribute.SubName }.OfType<string>() : [];
}
