using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>Entra's AppRoleAssignmentsComplex: an element whose <c>value</c> is a JSON document in a string,
/// <c>{"id": "r1", "value": "Admin", "displayName": "Administrator"}</c>.</summary>
internal static class JsonInString
{
    /// <summary>The element with the document's sub-attributes in place of the string; the document's own others are dropped.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it begins as a document and is none.</exception>
    public static JsonObject Unwrap(AttributeDefinition definition, JsonObject element, string place, ReadingRules rules)
    {
        if (!rules.Allows(Leniency.JsonInStrings) || definition.Sub("value") is null) return element;
        while (element.Find("value").IsString(out string? text) && text.TrimStart().StartsWith('{')) element = Opened(definition, element, Document(text, place, rules));
        return element;
    }

    private static JsonObject Opened(AttributeDefinition definition, JsonObject element, JsonObject document)
    {
        var opened = (JsonObject)element.DeepClone();
        opened.Remove(opened.SpellingOf("value")!);
        foreach (var (name, value) in document)
        {
            string spelling = definition.Sub(name)?.Name ?? (name.Equals("displayName", StringComparison.OrdinalIgnoreCase) ? "display" : name);
            if (definition.Sub(spelling) is not null && value is not null) opened[spelling] = value.DeepClone();
        }

        return opened;
    }

    private static JsonObject Document(string text, string place, ReadingRules rules)
    {
        try
        {
            return ScimJson.ParseBody(Encoding.UTF8.GetBytes(text), rules.Limits.JsonDepth, rules.Limits.JsonMembers);
        }
        catch (ScimException fault)
        {
            throw new ScimException(400, ScimType.InvalidValue, $"{place}.value begins as a JSON document and is none. {fault.Message}", fault);
        }
    }
}
