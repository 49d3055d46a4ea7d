using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Converts one plain value of an answer alone, and gives it the form that it would have at the end of the tree's
/// road.</summary>
/// <param name="convert">The row.</param>
/// <param name="to">Where the value goes, in the client's words.</param>
/// <param name="known">The type that the schema wants there, if it says one.</param>
/// <param name="type">The type in the client's words.</param>
internal sealed class Conversion(Func<JsonNode, JsonNode?> convert, AttributePath to, AttributeType? known, ResourceType type)
{
    /// <param name="json">A string, a boolean, or a number without an exponent.</param>
    /// <param name="output">Where it is written; nothing is when the repair leaves nothing of it.</param>
    /// <returns>Whether it was converted to anything.</returns>
    public bool TryWrite(ReadOnlySpan<byte> json, string baseUrl, PooledBuffer output)
    {
        if (convert(json[0] == '"' ? JsonValue.Create(ScimJson.TextOf(json)) : JsonNode.Parse(json)!) is not { } value)
            return false;
        if ((IsFinal(value) ? value : Finished(value, baseUrl)) is { } final) ScimJson.WriteTo(output, final);
        return true;
    }

    private bool IsFinal(JsonNode value) => value is JsonValue && (known is not { } wanted || TypedValues.Fits(value, wanted));

    /// <summary>What is repaired, located or cut off is told by the rules for whole resources, of one that has only this
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
