using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Patching;

/// <summary><c>add</c> (RFC 7644 section 3.5.2.1): appends to what has several values, merges into what has parts,
/// replaces what has one value.</summary>
internal static class AddOperation
{
    public static void Apply(ResourceEditor editor, PatchPath path, JsonNode? value)
    {
        if (Unassigned.Without(value) is not { } given) return;
        if (editor.SelectsElements(path)) ToElements(editor, path, given);
        else if (path.Attribute.SubName is not null) AttributeEdit.Sub(editor, path.Attribute, given);
        else if (editor.IsMultiValued(path.Attribute, given)) Append(editor, path, given);
        else AttributeEdit.MergeOrSet(editor, path.Attribute, given);
    }

    private static void ToElements(ResourceEditor editor, PatchPath path, JsonNode given)
    {
        var selection = ElementSelection.ForWriting(editor, path);
        foreach (var element in selection.Elements) selection.Merge(element, given);
    }

    private static void Append(ResourceEditor editor, PatchPath path, JsonNode given)
    {
        var definition = editor.Definition(path.Attribute);
        MutabilityCheck.Change(definition, path, editor.Get(path.Attribute), given);
        var list = editor.OpenElements(path.Attribute);
        if (given is not JsonArray several) list.Add(given);
        else foreach (var element in several) list.Add(element!.DeepClone());
    }
}
