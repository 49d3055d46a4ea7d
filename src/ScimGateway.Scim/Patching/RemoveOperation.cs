using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary><c>remove</c> (RFC 7644 section 3.5.2.2). To remove what is not there succeeds and changes nothing.</summary>
internal static class RemoveOperation
{
    public static void Apply(ResourceEditor editor, PatchPath path)
    {
        if (editor.Get(path.Attribute) is null) return;
        if (editor.SelectsElements(path)) Elements(editor, path);
        else if (path.Attribute.SubName is not null) AttributeEdit.Sub(editor, path.Attribute, null);
        else Attribute(editor, path);
    }

    private static void Attribute(ResourceEditor editor, PatchPath path)
    {
        MutabilityCheck.Change(editor.Definition(path.Attribute), path, editor.Get(path.Attribute), null);
        editor.Set(path.Attribute, null);
    }

    private static void Elements(ResourceEditor editor, PatchPath path)
    {
        if (editor.Elements(path.Attribute) is not { } list) return;
        var definition = editor.Definition(path.Attribute);
        var selected = list.Matching(path.Where);
        foreach (var element in selected)
        {
            if (definition?.Mutability is Mutability.ReadOnly or Mutability.Immutable)
                MutabilityCheck.Change(definition, path, element, null);
            if (path.Attribute.SubName is not { } sub) list.Remove(element);
            else if (element is JsonObject members) RemoveSub(list, members, definition?.Sub(sub), sub, path);
        }

        if (selected.Count > 0 && list.Count == 0) Attribute(editor, path);
    }

    private static void RemoveSub(ElementList list, JsonObject element, AttributeDefinition? definition, string sub, PatchPath path)
    {
        MutabilityCheck.Change(definition, path, element.Find(sub), null);
        list.Edit(element, members => ResourceEditor.Write(members, sub, null));
        if (element.Count == 0) list.Remove(element);
    }
}
