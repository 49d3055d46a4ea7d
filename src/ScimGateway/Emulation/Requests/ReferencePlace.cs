using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation.Requests;

/// <summary>Where a resource holds a reference: a string that can be read, written and taken away.</summary>
internal sealed class ReferencePlace
{
    private readonly JsonObject holder;
    private readonly string name;

    private ReferencePlace(JsonObject holder, string name)
    {
        this.holder = holder;
        this.name = name;
    }

    public string Value
    {
        get => holder[name]!.GetValue<string>();
        set => holder[name] = value;
    }

    /// <summary>The place of a path, if the resource holds a non-empty string there.</summary>
    public static ReferencePlace? Find(JsonObject resource, AttributePath path)
    {
        var parent = path.Schema is null ? resource : resource.Find(path.Schema) as JsonObject;
        if (path.SubName is not null) parent = parent?.Find(path.Name) as JsonObject;
        return
            parent?.SpellingOf(path.SubName ?? path.Name) is { } spelling
            && parent[spelling].IsString(out string? text)
            && text.Length > 0
            ? new ReferencePlace(parent, spelling)
            : null;
    }

    /// <summary>Takes it away, with the objects around it that hold nothing else.</summary>
    public void Remove()
    {
        holder.Remove(name);
        for (var empty = holder; empty is { Count: 0, Parent: JsonObject parent }; empty = parent)
            parent.Remove(empty.GetPropertyName());
    }

    /// <summary>The value of an operation in a resource that holds nothing else; <see langword="null"/> when it has none, or is
    /// about single elements, which hold no references.</summary>
    public static JsonObject? Hold(PatchOperation operation)
    {
        if (operation.Value is null || operation.Path?.Where is not null) return null;
        var value = operation.Value.DeepClone();
        foreach (string member in Way(operation.Path).Reverse()) value = new JsonObject { [member] = value };
        return value as JsonObject;
    }

    /// <summary>The value out of what <see cref="Hold"/> made.</summary>
    public static JsonNode? Held(JsonObject resource, PatchOperation operation) =>
        Way(operation.Path).Aggregate((JsonNode)resource, (json, member) => json[member]!).DeepClone();

    private static IEnumerable<string> Way(PatchPath? path) =>
        path?.Attribute is { } attribute ? new[] { attribute.Schema, attribute.Name, attribute.SubName }.OfType<string>() : [];
}
