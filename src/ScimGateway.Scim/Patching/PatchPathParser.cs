using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

internal static class PatchPathParser
{
    public static PatchPath Parse(string text, ReadingRules rules) =>
        new(rules.Type?.ParsePath(text) ?? AttributePath.Parse(text));
}
