using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Patching;

public sealed class LargeGroupTests
{
    private static readonly ReadingRules Rules = new(ResourceType.Group);

    [Fact]
    public void Thousands_of_members_go_and_come_in_one_PATCH()
    {
        var group = Group(Enumerable.Range(0, 10_000));
        var removals = Enumerable.Range(0, 5_000).Select(id => Operation("remove", $"members[value eq \"u-{id * 2}\"]", null));
        var additions = Enumerable.Range(10_000, 5_000).Select(id => Operation("add", "members", Members([id])));
        var message = new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.PatchOp),
            ["Operations"] = new JsonArray([.. removals, .. additions]),
        };
        var outcome = PatchEngine.Apply(group, PatchRequest.Parse(message, Rules), Rules);
        Story.Same(
            Group(Enumerable.Range(0, 5_000).Select(id => (id * 2) + 1).Concat(Enumerable.Range(10_000, 5_000))),
            outcome.Resource
        );
        Assert.True(outcome.Changed);
    }

    [Fact]
    public void The_difference_of_large_groups_is_what_differs()
    {
        var (before, after) = (Group(Enumerable.Range(0, 10_000)), Group(Enumerable.Range(3, 10_000)));
        var patch = PatchDiff.Between(before, after, ResourceType.Group);
        Assert.Equal(
            "members[value eq \"u-0\"], members[value eq \"u-1\"], members[value eq \"u-2\"], members",
            string.Join(", ", patch.Operations.Select(operation => operation.Path)));
        Story.Same(Members([10_000, 10_001, 10_002]), patch.Operations[^1].Value);
        Story.Same(after, PatchEngine.Apply(before, patch, Rules).Resource);
    }

    [Fact]
    public void The_same_PATCH_may_be_applied_many_times()
    {
        var where = new ComparisonFilter(new AttributePath(null, "value"), ComparisonOperator.Eq, FilterLiteral.Of("u-0"));
        var patch = new PatchRequest(
        [
            new(PatchVerb.Add, new PatchPath(new AttributePath(null, "members")), Members([7])),
            new(PatchVerb.Remove, new PatchPath(new AttributePath(null, "members"), where), null),
        ]);
        var group = Group([0, 1]);
        for (int time = 0; time < 3; time++) Story.Same(Group([1, 7]), PatchEngine.Apply(group, patch, Rules).Resource);
    }

    private static JsonObject Group(IEnumerable<int> ids) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.Group),
        ["id"] = "g",
        ["displayName"] = "G",
        ["members"] = Members(ids),
    };

    private static JsonArray Members(IEnumerable<int> ids) =>
        new([.. ids.Select(id => new JsonObject { ["value"] = $"u-{id}" })]);

    private static JsonObject Operation(string op, string path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null) operation["value"] = value;
        return operation;
    }
}
