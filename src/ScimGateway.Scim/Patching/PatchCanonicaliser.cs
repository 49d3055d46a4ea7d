using System.Text.Json.Nodes;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

internal static class PatchCanonicaliser
{
    public static PatchRequest Canonicalise(JsonObject body, ReadingRules rules) => throw new InvalidOperationException(body.ToString() + rules);
}
