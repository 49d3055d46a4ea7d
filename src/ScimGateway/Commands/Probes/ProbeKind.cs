using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Commands.Probes;

/// <summary>Users or groups, in the target's own words.</summary>
/// <param name="Word">The noun for one: <c>user</c>.</param>
/// <param name="Key">The client's name of the unique attribute: <c>userName</c>.</param>
/// <param name="Attributes">The client's names of the attributes to test, including the key.</param>
internal sealed record ProbeKind(string Word, string Key, IReadOnlyList<string> Attributes, ResourceMapping Mapping)
{
    public string Endpoint => Mapping.Path;

    /// <summary>The target's name of the key; the client's own if the mapping has none for it.</summary>
    public AttributePath KeyThere => There(Key) ?? AttributePath.Parse(Key);

    public static ProbeKind Users(ResourceMapping mapping) =>
        new("user", "userName", ["userName", "externalId", "id", "displayName", "emails.value", "name.familyName", "active"],
            mapping);

    public static ProbeKind Groups(ResourceMapping mapping) =>
        new("group", "displayName", ["displayName", "externalId", "id"], mapping);

    /// <summary>The target's name of an attribute; <see langword="null"/>: a filter cannot name it there.</summary>
    public AttributePath? There(string attribute) => Mapping.ToTarget(AttributePath.Parse(attribute));

    public string PathOf(string id) => $"{Endpoint}/{Uri.EscapeDataString(id)}";

    public string Query(string filter) => $"{Endpoint}?filter={Uri.EscapeDataString(filter)}";

    /// <summary>A body for the target. Takes ownership of its argument.</summary>
    /// <exception cref="Scim.Errors.ScimException">The mapping does not accept it.</exception>
    public JsonObject Body(JsonObject resource, ScimOperation operation) => Mapping.ToTarget(resource, operation).Tree;

    /// <summary>The first value at a path of the target's, as a filter writes it; <see langword="null"/> for none that can be
    /// compared.</summary>
    public static string? Literal(JsonObject resource, AttributePath path) => At(resource, path) is JsonValue value
        && value.GetValueKind() is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False
            ? value.ToJsonString(Plainly)
            : null;

    /// <summary>The first text at a path of the target's.</summary>
    public static string? Text(JsonObject? resource, AttributePath path) =>
        resource is not null && At(resource, path).IsString(out string? text) ? text : null;

    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode? At(JsonObject resource, AttributePath path)
    {
        var owner = path.Schema is { } urn ? resource.Find(urn) as JsonObject : resource;
        var value = First(owner?.Find(path.Name));
        return value is JsonObject parts
            ? parts.Find(path.SubName ?? "value")
            : path.SubName is null ? value : null; // emails eq "x" compares the value
    }

    private static JsonNode? First(JsonNode? node) => node is JsonArray list ? list.FirstOrDefault() : node;
}
