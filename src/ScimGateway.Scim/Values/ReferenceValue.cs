using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Values;

/// <summary>The two names of another resource, its id in <c>value</c> and its address in <c>$ref</c>: the id is what counts (RFC
/// 7643 sections 4.1.2, 4.2 and 4.3).</summary>
internal static class ReferenceValue
{
    private const string Address = "$ref";

    /// <summary>Sets the id of a reference that has only an address, and removes the address: it is the gateway's own, which the
    /// target does not know.</summary>
    public static void Settle(AttributeDefinition attribute, JsonObject members)
    {
        if (attribute.Sub(Address) is not { } address || attribute.Sub("value") is null || IsOutside(address)) return;
        if (!members.ContainsKey(address.Name)) return;
        if (!members.ContainsKey("value") && IdIn(members[address.Name]) is { } id) members["value"] = id;
        if (members.ContainsKey("value")) members.Remove(address.Name);
    }

    private static bool IsOutside(AttributeDefinition address) => address.ReferenceTypes.Any(type => type is "external" or "uri");

    private static string? IdIn(JsonNode? address)
    {
        if (!address.IsString(out string? text)) return null;
        string path = text.Split('?', '#')[0].TrimEnd('/');
        string last = path[(path.LastIndexOf('/') + 1)..];
        return last.Length == 0 ? null : Uri.UnescapeDataString(last);
    }
}
