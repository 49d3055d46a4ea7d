using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary><c>remove</c> (RFC 7644 section 3.5.2.2). Removing a missing value succeeds and changes nothing.</summary>
internal static class RemoveOperation
{
    /// <param name="editor">The resource.</param>
    /// <param name="path">Where.</param>
    /// <param name="values">Which elements of a list of plain values; <see langword="null"/>: all that the path names.</param>
    public static void Apply(ResourceEditor editor, PatchPath path, JsonArray? values = null)
    {
        if (editor.Get(path.Attribute) is null) return;
        if (values is not null) Values(editor, path, values);
        else if (editor.SelectsElements(path)) Elements(editor, path);
        else if (path.Attribute.SubName is not null) AttributeEdit.Sub(editor, path.Attribute, null);
        else Attribute(editor, path);
    }

    private static void Values(ResourceEditor editor, PatchPath path, JsonArray values)
    {
        if (path.Attribute.SubName is not { } name) PlainValues(editor, path, values);
        else if (editor.SelectsElements(path)) EachElement(editor, path, name, values);
        else if (editor.Get(path.Attribute) is JsonObject members)
            AttributeEdit.Sub(
                editor,
                path.Attribute,
                SubList.Without(members.Find(name), values, editor.Definition(path.Attribute)?.Sub(name))
            );
    }

    private static void PlainValues(ResourceEditor editor, PatchPath path, JsonArray values)
    {
        if (editor.Elements(path.Attribute) is not { } list) return;
        foreach (var value in values) list.RemoveValue(value!);
        if (list.Count == 0) Attribute(editor, path);
    }

    private static void EachElement(ResourceEditor editor, PatchPath path, string name, JsonArray values)
    {
        if (editor.Elements(path.Attribute) is not { } list) return;
        var sub = editor.Definition(path.Attribute)?.Sub(name);
        foreach (var element in list.Matching(path.Where).OfType<JsonObject>())
            list.Edit(element, members => ResourceEditor.Write(members, name, SubList.Without(members.Find(name), values, sub)));
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
            if (element is JsonObject left && IsEmptied(left, path, editor.IsLoose)) list.Remove(element);
        }

        if (selected.Count > 0 && list.Count == 0) Attribute(editor, path);
    }

    private static void RemoveSub(
        ElementList list,
        JsonObject element,
        AttributeDefinition? definition,
        string sub,
        PatchPath path
    )
    {
        MutabilityCheck.Change(definition, path, element.Find(sub), null);
        list.Edit(element, members => ResourceEditor.Write(members, sub, null));
    }

    // If only the type of an element is left, a lenient reader removes the element: clients that name an element by its type mean
    // the element.
    private static bool IsEmptied(JsonObject element, PatchPath path, bool loose) =>
        path.Attribute.SubName is not null
        && (element.Count == 0 || (loose && element.All(member => SimpleElement.IsMark(member.Key))));
}
