using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.5.2 for what most PATCHes are about: the members of a group.</summary>
internal static class MemberRules
{
    private const string Section = "7644 §3.5.2";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Leaves("Members are added", [1, 2, 3, 4], """{"op":"add","path":"members","value":[{"value":"u-3"},{"value":"u-4"}]}"""),
        Leaves(
            "A member who is there already is not added again",
            [1, 2],
            """{"op":"add","path":"members","value":[{"value":"u-1"}]}"""
        ),
        Leaves("Members are added without a path", [1, 2, 3], """{"op":"add","value":{"members":[{"value":"u-3"}]} }"""),
        Leaves("One member is removed through a value path", [2], """{"op":"remove","path":"members[value eq \"u-1\"]"}"""),
        Leaves(
            "Members are removed by several operations",
            [],
            """{"op":"remove","path":"members[value eq \"u-1\"]"}""",
            """{"op":"remove","path":"members[value eq \"u-2\"]"}"""
        ),
        Leaves(
            "Members are removed by one value path with or",
            [],
            """{"op":"remove","path":"members[value eq \"u-1\" or value eq \"u-2\"]"}"""
        ),
        Leaves("Removing one who is no member succeeds", [1, 2], """{"op":"remove","path":"members[value eq \"u-4\"]"}"""),
        Leaves("All members are removed", [], """{"op":"remove","path":"members"}"""),
        Leaves(
            "All members are replaced",
            [3, 4],
            """{"op":"replace","path":"members","value":[{"value":"u-3"},{"value":"u-4"}]}"""
        ),
        Leaves("Members are added and removed in one PATCH, with a rename", [2, 3],
            """{"op":"replace","path":"displayName","value":"Engineers"}""",
            """{"op":"add","path":"members","value":[{"value":"u-3"}]}""",
            """{"op":"remove","path":"members[value eq \"u-1\"]"}"""),
    ];

    /// <summary>A group of <c>u-1</c> and <c>u-2</c> has these after the operations; no server here asks who they are.</summary>
    private static Rule Leaves(string sentence, int[] members, params string[] operations) => new(
        Section,
        sentence,
        async server =>
        {
            string group = await server.GroupAsync("Engineers", "u-1", "u-2");
            (await server.PatchAsync($"Groups/{group}", operations)).IsPatched();
            var stored = await server.StoredAsync("Groups", group);
            Assert.Equal(members.Select(number => $"u-{number}"), stored.Members());
            Assert.Equal("Engineers", stored.At("displayName"));
        }
    );
}
