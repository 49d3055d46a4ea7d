using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>The elements that a path selects for writing, found or, if the client's profile allows it, created.</summary>
/// <remarks>A created element has only the values of its filter yet.</remarks>
internal sealed record ElementSelection(
    ResourceEditor Editor,
    PatchPath Path,
    ElementList List,
    IReadOnlyList<JsonNode> Elements,
    bool Created
)
{
    /// <exception cref="ScimException"><c>noTarget</c> (RFC 7644 section 3.5.2.3): nothing matches and nothing may be
    /// created.</exception>
    public static ElementSelection ForWriting(ResourceEditor editor, PatchPath path)
    {
        MutabilityCheck.Change(editor.Definition(path.Attribute), path, null, true);
        if (editor.Elements(path.Attribute) is { } list && list.Matching(path.Where) is { Count: > 0 } found)
            return new ElementSelection(editor, path, list, found, Created: false);
        if (!editor.CreatesOnNoMatch) throw ScimException.NoTarget($"{path} matches no value of {path.Attribute.Name}.");
        var created = ElementBuilder.Build(path, editor.Definition(path.Attribute));
        list = editor.OpenElements(path.Attribute);
        if (list.Only() is { } only && !created.Any(member => only.ContainsKey(member.Key)))
        {
            // The only element has no type at all: the path means it.
            list.Edit(only, into => AttributeEdit.Merge(into, created, editor.Definition(path.Attribute), path.Attribute));
            return new ElementSelection(editor, path, list, [only], Created: true);
        }

        return new ElementSelection(editor, path, list, [list.Append(created)], Created: true);
    }

    /// <summary>As <see cref="Merge(JsonNode, JsonNode)"/>, but appends to the lists among them.</summary>
    public void Add(JsonNode element, JsonNode value) => Merge(element, value, appends: true);

    /// <summary>Writes the sub-attribute that the path names, or the parts that the value names.</summary>
    public void Merge(JsonNode element, JsonNode value) => Merge(element, value, appends: false);

    private void Merge(JsonNode element, JsonNode value, bool appends)
    {
        if (element is not JsonObject members)
            throw ScimException.InvalidPath($"{Path} has no sub-attributes: the element is a JSON {ScimJson.KindOf(element)}.");
        Editor.Effort.Spend(PatchEffort.Of(value) + members.Count);
        ICollection<KeyValuePair<string, JsonNode?>> parts = Path.Attribute.SubName is { } sub
            ? new[] { KeyValuePair.Create<string, JsonNode?>(sub, value) }
            : value as JsonObject ?? throw ScimException.InvalidValue($"{Path} needs a JSON object as its value.");
        if (appends) parts = SubList.Added(members, parts, Editor.Definition(Path.Attribute));
        List.Edit(members, into => AttributeEdit.Merge(
            into,
            parts,
            Editor.Definition(Path.Attribute),
            new AttributePath(null, Path.Attribute.Name)
        ));
    }

    /// <summary>Puts the value in the element's place: "all matching record values SHALL be replaced".</summary>
    public void Replace(JsonNode element, JsonObject value)
    {
        if (element is not JsonObject members)
            throw ScimException.InvalidValue($"{Path} selects simple values, which have no parts.");
        Editor.Effort.Spend(PatchEffort.Of(value) + members.Count);
        List.Edit(members, into =>
        {
            into.Clear();
            foreach (var (name, part) in value) ResourceEditor.Write(into, name, Unassigned.Without(part));
        });
    }
}
