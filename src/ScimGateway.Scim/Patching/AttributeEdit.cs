using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>Changes of an attribute with one value, simple or complex.</summary>
internal static class AttributeEdit
{
    /// <summary>Sets (or, without a value, removes) one sub-attribute; an attribute left without any is removed.</summary>
    public static void Sub(ResourceEditor editor, AttributePath path, JsonNode? value) =>
        Parts(editor, path with { SubName = null }, [KeyValuePair.Create(path.SubName!, value)]);

    /// <summary>Sub-attributes that the value does not name stay (RFC 7644 section 3.5.2.3); a simple value is
    /// replaced.</summary>
    public static void MergeOrSet(ResourceEditor editor, AttributePath path, JsonNode value)
    {
        if (value is JsonObject parts && editor.Get(path) is JsonObject or null)
        {
            Parts(editor, path, parts);
            return;
        }

        MutabilityCheck.Change(editor.Definition(path), new PatchPath(path), editor.Get(path), value);
        editor.Set(path, value);
    }

    /// <summary>Writes copies of the named parts into a complex value, each by its own mutability.</summary>
    public static void Merge(
        JsonObject into, ICollection<KeyValuePair<string, JsonNode?>> parts, AttributeDefinition? definition, AttributePath place)
    {
        foreach (var (name, part) in parts)
        {
            var sub = definition?.Sub(name);
            if (MutabilityCheck.Fault(sub, into.Find(name), part) is { } fault)
                throw ScimException.Mutability($"{place}.{name} {fault}");
            ResourceEditor.Write(into, sub?.Name ?? name, Unassigned.Without(part));
        }
    }

    private static void Parts(ResourceEditor editor, AttributePath path, ICollection<KeyValuePair<string, JsonNode?>> parts)
    {
        var before = editor.Get(path);
        if (before is not (JsonObject or null))
            throw ScimException.InvalidPath($"{path} has no sub-attributes: its value is a JSON {ScimJson.KindOf(before)}.");
        editor.Effort.Spend(PatchEffort.Of(before) + ((long)parts.Count * ((before as JsonObject)?.Count ?? 0)));
        var after = before?.DeepClone() as JsonObject ?? [];
        Merge(after, parts, editor.Definition(path), path);
        MutabilityCheck.Change(editor.Definition(path), new PatchPath(path), before, after);
        editor.Set(path, after);
    }
}
