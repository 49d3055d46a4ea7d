using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>Makes the element that a filter describes: <c>type eq "work" and primary eq true</c> gives
/// <c>{"type": "work", "primary": true}</c>.</summary>
internal static class ElementBuilder
{
    /// <exception cref="ScimException"><c>noTarget</c>: the filter describes no single element.</exception>
    public static JsonObject Build(PatchPath path, AttributeDefinition? definition)
    {
        var element = new JsonObject();
        if (path.Where is null) return element;
        Add(element, path.Where, path, definition);
        if (!FilterPredicate.CompileWhere(path.Where, definition).Matches(element)) throw Unclear(path);
        return element;
    }

    private static void Add(JsonObject element, Filter where, PatchPath path, AttributeDefinition? definition)
    {
        switch (where)
        {
            case AndFilter and:
                Add(element, and.Left, path, definition);
                Add(element, and.Right, path, definition);
                break;
            case ComparisonFilter { Operator: ComparisonOperator.Eq, Path: { Schema: null, SubName: null } sub } comparison:
                ResourceEditor.Write(element, definition?.Sub(sub.Name)?.Name ?? sub.Name, ToNode(comparison.Value));
                break;
            default:
                throw Unclear(path);
        }
    }

    private static JsonNode? ToNode(FilterLiteral literal) => literal.Kind switch
    {
        LiteralKind.Null => null,
        LiteralKind.Boolean => literal.Text == "true",
        LiteralKind.Number => JsonNode.Parse(literal.Text),
        LiteralKind.String => literal.Text,
        _ => throw new InvalidOperationException($"{literal.Kind} is no literal."),
    };

    private static ScimException Unclear(PatchPath path) =>
        ScimException.NoTarget($"{path} matches no value, and only comparisons with eq, joined by and, say which one to create.");
}
