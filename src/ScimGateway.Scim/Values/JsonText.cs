using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Values;

/// <summary>JSON that a client wrote as a text: a whole value (<c>"{\"type\": \"work\"}"</c>, the SCIM-SDK's clients), or the
/// <c>value</c> of an element (Entra's AppRoleAssignmentsComplex, <c>{"id": "r1", "value": "Admin", "displayName":
/// "Administrator"}</c>).</summary>
internal sealed class JsonText(ReadingRules rules)
{
    private readonly bool allowed = rules.Allows(Leniency.JsonInStrings);

    /// <summary>The value of a complex attribute that the text contains; the argument when it is not such a text.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it begins like a document and is not one.</exception>
    public JsonNode? Whole(AttributeDefinition attribute, JsonNode? value, Place place)
    {
        if (!allowed || !value.IsString(out string? text) || !(IsObject(text) || IsListOfObjects(text))) return value;
        var parsed = Document(text, place);
        if (parsed is not JsonObject document) return parsed;
        // An object without any of the attribute's names is not a value of it: leaving it out would mean that there is no value.
        return Known(attribute, document) is { Count: > 0 } known
            ? known
            : throw ScimException.InvalidValue($"{place} is a JSON document that names no part of {attribute.Name}.");
    }

    /// <summary>The element with the document's sub-attributes instead of the text; the document's other members are
    /// dropped.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it begins like a document and is not one.</exception>
    public JsonObject Unwrap(AttributeDefinition attribute, JsonObject element, Place place)
    {
        if (!allowed || attribute.Sub("value") is null) return element;
        while (element.SpellingOf("value") is { } name && element[name].IsString(out string? text) && IsObject(text)
            && Document(text, place.Sub("value")) is JsonObject document)
        {
            var known = Known(attribute, document);
            if (!known.ContainsKey("value")) break; // the text is the value, and happens to be JSON
            element.Remove(name);
            foreach (var (inner, value) in known.TakeAll()) element[inner] = value;
        }

        return element;
    }

    private static bool IsObject(string text) => text.AsSpan().TrimStart() is ['{', ..];

    private static bool IsListOfObjects(string text) =>
        text.AsSpan().TrimStart() is ['[', .. var rest] && rest.TrimStart() is ['{', ..];

    private static JsonObject Known(AttributeDefinition attribute, JsonObject document)
    {
        var known = new JsonObject();
        foreach (var (name, value) in document.TakeAll())
        {
            string spelling =
                attribute.Sub(name)?.Name
                ?? (name.Equals("displayName", StringComparison.OrdinalIgnoreCase) ? "display" : name);
            if (attribute.Sub(spelling) is not null && value is not null) known[spelling] = value;
        }

        return known;
    }

    private JsonNode Document(string text, Place place)
    {
        try
        {
            // The parser of bodies refuses what a body may not be: too deep, too wide, a name twice.
            byte[] wrapped = Encoding.UTF8.GetBytes($"{{\"value\":{text}}}");
            return
                ScimJson.ParseBody(wrapped, rules.Limits.JsonDepth, rules.Limits.JsonMembers, rules.Limits.JsonValues).TakeAll()
                    is [{ Value: { } value }]
                ? value
                : throw ScimException.InvalidSyntax("expected one JSON value");
        }
        catch (ScimException fault)
        {
            throw new ScimException(
                400,
                ScimType.InvalidValue,
                $"{place} begins as a JSON document and is none. {fault.Message}",
                fault
            );
        }
    }
}
