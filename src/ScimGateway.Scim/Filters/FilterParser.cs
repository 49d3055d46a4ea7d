using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Filters;

internal static class FilterParser
{
    public static Filter Parse(string text, ReadingRules rules) => throw ScimException.InvalidFilter("not yet" + rules + text);
}
