using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Converts one plain value of an answer alone, and gives it the form that it would have with a tree.</summary>
/// <param name="convert">The row.</param>
/// <param name="to">The place of the value, in the client's words.</param>
/// <param name="known">The type of the value in the schema, if there is one.</param>
/// <param name="type">The type in the client's words.</param>
internal sealed class Conversion(Func<JsonNode, JsonNode?> convert, AttributePath to, AttributeType? known, ResourceType type)
{
    /// <param name="json">A string, a boolean, or a number without an exponent.</param>
    /// <param name="output">Where it is written; nothing is written if the repair leaves nothing of it.</param>
    /// <returns>Whether the conversion gave a value.</returns>
    public bool TryWrite(ReadOnlySpan<byte> json, string baseUrl, PooledBuffer output)
    {
        if (convert(json[0] == '"' ? JsonValue.Create(ScimJson.TextOf(json)) : JsonNode.Parse(json)!) is not { } value)
            return false;
        if ((IsFinal(value) ? value : Finished(value, baseUrl)) is { } final) ScimJson.WriteTo(output, final);
        return true;
    }

    private bool IsFinal(JsonNode value) => value is JsonValue && (known is not { } wanted || TypedValues.Fits(value, wanted));

    /// <summary>Repairs, location and cuts are those for whole resources, applied to a resource that has only this
    /// value.</summary>
    private JsonNode? Finished(JsonNode value, string baseUrl)
    {
        var holder = new JsonObject { [to.Name] = value };
        var alone = to.Schema is { } extension ? new JsonObject { [extension] = holder } : holder;
        TargetForm.Repair(alone, type);
        ResourceLocation.Stamp(alone, type, baseUrl);
        Projection.Apply(alone, type, ResourceQuery.Empty);
        return (to.Schema is { } urn ? alone.Find(urn) as JsonObject : alone)?[to.Name];
    }
}
