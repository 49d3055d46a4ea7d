using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary><c>replace</c> (RFC 7644 section 3.5.2.3): a list by a list, selected elements as a whole, the named parts of a
/// complex attribute. A missing attribute is added; without a value the attribute is removed.</summary>
internal static class ReplaceOperation
{
    public static void Apply(ResourceEditor editor, PatchPath path, JsonNode? value)
    {
        if (value is JsonObject { Count: 0 }) return; // names no part, so every part stays
        if (Unassigned.Is(value)) RemoveOperation.Apply(editor, path);
        else if (editor.SelectsElements(path)) Elements(editor, path, value);
        else if (path.Attribute.SubName is not null) AttributeEdit.Sub(editor, path.Attribute, value);
        else if (editor.Definition(path.Attribute)?.MultiValued ?? value is JsonArray) List(editor, path, value);
        else AttributeEdit.MergeOrSet(editor, path.Attribute, value);
    }

    private static void Elements(ResourceEditor editor, PatchPath path, JsonNode value)
    {
        var selection = ElementSelection.ForWriting(editor, path);
        foreach (var element in selection.Elements)
        {
            // A created element keeps the values of its filter: the value alone would lose the "work" of type eq "work".
            if (path.Attribute.SubName is not null || selection.Created) selection.Merge(element, value);
            else selection.Replace(
                element,
                value as JsonObject ?? throw ScimException.InvalidValue($"{path} needs a JSON object as its value.")
            );
        }
    }

    private static void List(ResourceEditor editor, PatchPath path, JsonNode value)
    {
        var list = value is JsonArray ? value : new JsonArray(value.DeepClone());
        MutabilityCheck.Change(editor.Definition(path.Attribute), path, editor.Get(path.Attribute), list);
        editor.Set(path.Attribute, list);
    }
}
