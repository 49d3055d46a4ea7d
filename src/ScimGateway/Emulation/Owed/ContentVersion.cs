using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Emulation.Owed;

/// <summary>A version that tells what a resource means and not how a target writes it, so that it stays the same when a target
/// gets what clients saw already: the order of members and of elements, <c>meta</c>, <c>schemas</c>, and what a target adds to
/// a reference (<c>display</c>, <c>$ref</c>) do not count.</summary>
internal sealed class ContentVersion(IReadOnlyList<ResourceReference> references)
{
    public EntityTag Of(JsonObject resource)
    {
        var text = new StringBuilder(1024);
        Write(text, resource, schema: null);
        return ResourceVersion.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Write(StringBuilder text, JsonObject holder, string? schema)
    {
        text.Append('{');
        foreach (var (name, value) in InOrder(holder))
        {
            if (schema is null && name is "meta" or "schemas") continue;
            text.Append(name).Append(':');
            if (schema is null && value is JsonObject extension && name.Contains(':', StringComparison.Ordinal))
                Write(text, extension, name);
            else if (ReferenceAt(schema, name) is { } reference)
                text.AppendJoin(',', NamesIn(value, reference).Order(StringComparer.Ordinal));
            else Write(text, value);
            text.Append(';');
        }

        text.Append('}');
    }

    private static void Write(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject holder:
                text.Append('{');
                foreach (var (name, part) in InOrder(holder))
                {
                    text.Append(name).Append(':');
                    Write(text, part);
                    text.Append(';');
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[').AppendJoin(',', list.Select(Alone).Order(StringComparer.Ordinal)).Append(']');
                break;
            default:
                text.Append(value?.ToJsonString());
                break;
        }
    }

    private static string Alone(JsonNode? element)
    {
        var text = new StringBuilder();
        Write(text, element);
        return text.ToString();
    }

    private static IEnumerable<(string Name, JsonNode? Value)> InOrder(JsonObject holder) =>
        holder.Select(member => (Name: member.Key.ToLowerInvariant(), member.Value))
            .OrderBy(member => member.Name, StringComparer.Ordinal);

    private ResourceReference? ReferenceAt(string? schema, string name) => references.FirstOrDefault(reference =>
        string.Equals(reference.Path.Schema, schema, StringComparison.OrdinalIgnoreCase)
        && reference.Path.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> NamesIn(JsonNode? value, ResourceReference reference) => value switch
    {
        JsonArray list => list.SelectMany(element => NamesIn(element, reference)),
        JsonObject complex => NamesIn(OwedOverlay.Named(complex, reference), reference),
        null => [],
        _ => [value.ToJsonString()],
    };
}
