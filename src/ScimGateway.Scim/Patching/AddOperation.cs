using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary><c>add</c> (RFC 7644 section 3.5.2.1): appends to a multi-valued attribute, merges into a complex one, replaces a
/// single value.</summary>
internal static class AddOperation
{
    public static void Apply(ResourceEditor editor, PatchPath path, JsonNode? value)
    {
        if (Unassigned.Without(value) is not { } given) return;
        if (editor.SelectsElements(path)) ToElements(editor, path, given);
        else if (path.Attribute.SubName is { } sub) Sub(editor, path.Attribute, sub, given);
        else if (editor.IsMultiValued(path.Attribute, given)) Append(editor, path, given);
        else if (given is JsonObject parts) Into(editor, path.Attribute, parts);
        else AttributeEdit.MergeOrSet(editor, path.Attribute, given);
    }

    private static void Sub(ResourceEditor editor, AttributePath path, string sub, JsonNode given)
    {
        var added = SubList.Added(editor.Get(path) as JsonObject, new JsonObject { [sub] = given }, editor.Definition(path));
        AttributeEdit.Sub(editor, path, added[sub]);
    }

    private static void Into(ResourceEditor editor, AttributePath path, JsonObject parts) =>
        AttributeEdit.MergeOrSet(editor, path, SubList.Added(editor.Get(path) as JsonObject, parts, editor.Definition(path)));

    private static void ToElements(ResourceEditor editor, PatchPath path, JsonNode given)
    {
        var selection = ElementSelection.ForWriting(editor, path);
        foreach (var element in selection.Elements) selection.Add(element, given);
    }

    private static void Append(ResourceEditor editor, PatchPath path, JsonNode given)
    {
        var definition = editor.Definition(path.Attribute);
        MutabilityCheck.Change(definition, path, editor.Get(path.Attribute), given);
        var list = editor.OpenElements(path.Attribute);
        foreach (var element in given is JsonArray several ? several.TakeAll() : [given])
            list.Add(list.Alike(path, element!, editor.IsLoose));
    }
}
