namespace ScimGateway.Tests.Conformance;

/// <summary>All of them, in the order of RFC 7644, then RFC 9865.</summary>
internal static class Rules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. CreateRules.All,
        .. ReadRules.All,
        .. ListRules.All,
        .. FilterRules.All,
        .. SortRules.All,
        .. ProjectionRules.All,
        .. SearchRules.All,
        .. ReplaceRules.All,
        .. PatchRules.All,
        .. PatchRefusalRules.All,
        .. MemberRules.All,
        .. DeleteRules.All,
        .. BulkRules.All,
        .. ErrorRules.All,
        .. VersionRules.All,
        .. DiscoveryRules.All,
        .. CursorRules.All,
    ];
}
