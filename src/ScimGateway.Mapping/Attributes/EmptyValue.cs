using System.Text.Json.Nodes;

namespace ScimGateway.Mapping.Attributes;

/// <summary>The value that means to a target that an attribute has no value any more: <see langword="null"/>, <c>""</c> or
/// <c>[]</c>.</summary>
/// <param name="Json">The value, <see langword="null"/> for JSON's own.</param>
internal sealed record EmptyValue(JsonNode? Json)
{
    /// <summary>Puts it where an attribute was.</summary>
    public void PutIn(JsonObject resource, Place place) => Placing.Put(resource, place, Json?.DeepClone());
}
