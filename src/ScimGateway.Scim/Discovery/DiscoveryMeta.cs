using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Discovery;

internal static class DiscoveryMeta
{
    /// <summary>The <c>meta</c> of a discovery document.</summary>
    public static JsonObject Of(string resourceType, string baseUrl, string path) =>
        new() { ["resourceType"] = resourceType, ["location"] = baseUrl.TrimEnd('/') + path };
}
