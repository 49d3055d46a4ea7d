using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

/// <summary>Applies a canonical PATCH to a resource (RFC 7644 section 3.5.2): in order, all or nothing.</summary>
public static class PatchEngine
{
    /// <summary>Returns the resource after the PATCH; the argument is not changed.</summary>
    /// <exception cref="ScimException"><c>noTarget</c>, <c>mutability</c>, <c>invalidValue</c>, <c>invalidPath</c>; 413: more
    /// than a <see cref="PatchEffort"/>.</exception>
    public static PatchOutcome Apply(JsonObject resource, PatchRequest patch, ReadingRules rules)
    {
        var after = (JsonObject)resource.DeepClone();
        var editor = new ResourceEditor(after, rules);
        foreach (var operation in patch.Operations) Apply(editor, operation);
        editor.Close();
        return new PatchOutcome(after, !JsonNode.DeepEquals(resource, after));
    }

    private static void Apply(ResourceEditor editor, PatchOperation operation)
    {
        if (operation.Path is null) EachNamed(editor, operation);
        else if (editor.IsExtension(operation.Path.Attribute, out string urn)) WholeExtension(editor, operation, urn);
        else AtPlace(editor, operation.Verb, operation.Path, operation.Value);
    }

    private static void AtPlace(ResourceEditor editor, PatchVerb verb, PatchPath path, JsonNode? value)
    {
        editor.Effort.Spend(editor.Width(path.Attribute));
        switch (verb)
        {
            case PatchVerb.Add:
                AddOperation.Apply(editor, path, value);
                break;
            case PatchVerb.Replace:
                ReplaceOperation.Apply(editor, path, value);
                break;
            case PatchVerb.Remove:
                RemoveOperation.Apply(editor, path, value as JsonArray);
                break;
            default:
                throw new InvalidOperationException($"{verb} is no verb of a PATCH.");
        }
    }

    // RFC 7644 sections 3.5.2.1 to 3.5.2.3: without a path the value names the attributes, and a remove has no target.
    private static void EachNamed(ResourceEditor editor, PatchOperation operation)
    {
        if (operation.Verb == PatchVerb.Remove) throw ScimException.NoTarget("A remove operation needs a path.");
        foreach (var (name, value) in Members(operation.Value, "An operation without a path"))
            Apply(editor, operation with { Path = new PatchPath(new AttributePath(null, name)), Value = value });
    }

    private static void WholeExtension(ResourceEditor editor, PatchOperation operation, string urn)
    {
        if (operation.Verb == PatchVerb.Remove || (operation.Verb == PatchVerb.Replace && operation.Value is null))
        {
            editor.RemoveExtension(urn);
            return;
        }

        foreach (var (name, value) in Members(operation.Value, urn))
            AtPlace(editor, operation.Verb, new PatchPath(new AttributePath(urn, name)), value);
    }

    private static JsonObject Members(JsonNode? value, string place) =>
        value as JsonObject
        ?? throw ScimException.InvalidValue($"{place} needs a JSON object that names attributes as its value.");
}

/// <summary>The result of a PATCH.</summary>
/// <param name="Resource">The resource after it.</param>
/// <param name="Changed">Whether anything differs; if not, nothing needs to be sent and <c>lastModified</c> stays.</param>
public sealed record PatchOutcome(JsonObject Resource, bool Changed);
