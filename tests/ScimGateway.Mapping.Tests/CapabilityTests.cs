using System.Collections;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Scim.Filters;

namespace ScimGateway.Mapping.Tests;

/// <summary>What a mapping declares of a target, and which filters it understands then.</summary>
public sealed class CapabilityTests
{
    // what is declared | what differs from a complete server
    [Theory]
    [InlineData("", "")]
    [InlineData(
        "can: { create: false, read: false, list: false, put: false, patch: false, delete: false }",
        "Create=False Delete=None List=False Patch=None Put=False Read=False"
    )]
    [InlineData("can: { create: true, read: true, list: true, put: true, patch: true, delete: true, sort: true, projection: true, totals: true }", "")]
    [InlineData(
        "can: { sort: false, projection: false, totals: false, search: true, etag: true, replaceMembers: false }",
        "ETag=True Projection=False ReplaceMembers=False Search=True Sort=False Totals=False"
    )]
    [InlineData("can: { put: 'merge', patch: 'merge' }", "Patch=Merge PutMerges=True")]
    [InlineData("can: { patch: 'scim11' }", "MergesAsScim11=True Patch=Merge")]
    [InlineData("can: { paging: 'cursor', pageSize: 1 }", "PageSize=1 Paging=Cursor")]
    [InlineData("can: { paging: 'none', pageSize: 1000000 }", "PageSize=1000000 Paging=None")]
    [InlineData("can: { paging: 'index', patchOperations: 7, patchMembers: 8 }", "PatchMembers=8 PatchOperations=7")]
    [InlineData("can: { membersReturned: false }", "MembersReturned=False")]
    [InlineData("can: { membersReturned: 5 }", "MembersShown=5")]
    [InlineData("can: { listsLack: ['groups', 'roles'] }", "ListsLack=groups,roles")]
    [InlineData("can: { delete: 'deactivate' }, deactivate: { userName: 'x-{id}' }", "Delete=Deactivate FreedName=x-{id}")]
    [InlineData(
        "create: { only: ['userName'], then: 'update', ifUpdateFails: 'delete', empty: 'exists', adopt: 'userName' }",
        "Adopt=userName CreateOnly=userName CreateThenUpdate=True EmptyAnswerMeansExisting=True IfUpdateFails=Delete"
    )]
    [InlineData("create: { ifUpdateFails: 'accept' }", "IfUpdateFails=Accept")]
    [InlineData("create: { ifUpdateFails: 'owe' }", "IfUpdateFails=Owe")]
    [InlineData("create: { ifUpdateFails: 'tell' }", "")]
    [InlineData(
        "can: { patch: 'merge' }, merge: { always: ['userName'], replaceMembersFlag: 'all' }",
        "MergeAlways=userName MergeReplaceMembersFlag=all Patch=Merge"
    )]
    public void What_is_declared_is_what_is_known(string declared, string known)
    {
        var can = Mappings
            .Compile($$"""target({ {{(declared.Length > 0 ? declared + ", " : "")}}User: {} });""")
            .At("/Users")!
            .Can;
        Assert.Equal(known, string.Join(' ', typeof(TargetCapabilities)
            .GetProperties()
            .Where(one => one.Name != nameof(TargetCapabilities.Filters))
            .Select(one =>
                (one.Name, Value: Text(one.GetValue(can)), Default: Text(one.GetValue(new TargetCapabilities())))
            )
            .Where(one => one.Value != one.Default)
            .OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => $"{one.Name}={one.Value}")));
    }

    [Fact]
    public void What_a_resource_type_declares_wins_over_what_stands_above()
    {
        var mapping = Mappings.Compile(
            "target({ can: { patch: false, sort: false }, User: { can: { patch: true } }, Group: {} });"
        );
        var (user, group) = (mapping.At("/Users")!.Can, mapping.At("/Groups")!.Can);
        Assert.Equal((PatchStyle.PatchOp, false, PatchStyle.None, false), (user.Patch, user.Sort, group.Patch, group.Sort));
    }

    [Theory]
    [InlineData("true", "userName eq \"a\" and not (title pr)", true)]
    [InlineData("false", "userName eq \"a\"", false)]
    [InlineData("{ operators: ['eq', 'sw'] }", "userName eq \"a\"", true)]
    [InlineData("{ operators: ['eq', 'sw'] }", "userName co \"a\"", false)]
    [InlineData("{ operators: ['eq', 'sw'] }", "userName pr", false)]
    [InlineData("{ operators: ['eq', 'sw'] }", "emails[type eq \"work\"]", false)]
    [InlineData("{ attributes: ['userName', 'emails'] }", "USERNAME co \"a\"", true)]
    [InlineData("{ attributes: ['userName', 'emails'] }", "title eq \"a\"", false)]
    [InlineData("{ attributes: ['userName', 'emails'] }", "title pr", false)]
    [InlineData("{ attributes: ['userName', 'emails'] }", "userName pr", true)]
    public void A_filter_is_understood_or_not(string filters, string filter, bool understood) => Assert.Equal(
        understood,
        Mappings
            .Compile($$"""target({ can: { filters: {{filters}} }, User: {} });""")
            .At("/Users")!
            .Can.Filters.Understands(Filter.Parse(filter)));

    [Theory]
    [InlineData("userName eq \"a\" and title eq \"b\"", true)]
    [InlineData("userName eq \"a\" and title sw \"b\"", false)]
    [InlineData("userName sw \"a\" and title eq \"b\"", false)]
    [InlineData("userName eq \"a\" or title eq \"b\"", true)]
    [InlineData("userName eq \"a\" or title sw \"b\"", false)]
    [InlineData("userName sw \"a\" or title eq \"b\"", false)]
    [InlineData("not (userName eq \"a\")", true)]
    [InlineData("not (userName sw \"a\")", false)]
    public void A_connective_is_understood_where_its_parts_are(string text, bool understood)
    {
        var logical = new FilterCapability(
            new HashSet<ComparisonOperator> { ComparisonOperator.Eq },
            null,
            Logical: true,
            Quoted: true
        );
        Assert.Equal(understood, logical.Understands(Filter.Parse(text)));
        Assert.False((logical with { Logical = false }).Understands(Filter.Parse(text)));
    }

    [Fact]
    public void A_value_path_is_understood_of_a_known_attribute_by_a_target_that_knows_all_operators()
    {
        var filter = Filter.Parse("emails[type eq \"work\"]");
        Assert.True(FilterCapability.Full.Understands(filter));
        Assert.False((FilterCapability.Full with { Logical = false }).Understands(filter));
        Assert.False((FilterCapability.Full with { Attributes = [] }).Understands(filter));
        Assert.False(
            (FilterCapability.Full with { Operators = new HashSet<ComparisonOperator> { ComparisonOperator.Eq } }).Understands(
                filter
            )
        );
        Assert.False(FilterCapability.None.Understands(filter));
    }

    private static string Text(object? value) =>
        value is IEnumerable list and not string ? string.Join(',', list.Cast<object>()) : value?.ToString() ?? "";
}
