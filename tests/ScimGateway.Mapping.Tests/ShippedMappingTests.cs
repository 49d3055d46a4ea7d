using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Tests;

public class ShippedMappingTests
{
    private const string Acme = "urn:acme:2.0:User";

    private static TargetMapping Shipped(string name) => MappingCompiler.Compile(Mappings.Shipped(name), Mappings.Limits);

    public static TheoryData<string> Names => [.. Mappings.ShippedNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_compiles_and_warms_up(string name)
    {
        var mapping = Shipped(name);
        mapping.WarmUp(TimeProvider.System, TimeSpan.FromSeconds(1));
        Assert.Equal((name, 64), (mapping.Name, mapping.Hash.Length));
    }

    [Fact]
    public void Peakon_keeps_attributes_under_the_names_that_people_read()
    {
        var mapping = Shipped("peakon");
        var user = mapping.At("/Users")!;
        Assert.Null(mapping.At("/Groups"));
        Assert.Equal((PatchStyle.None, true, 50), (user.Can.Patch, user.Can.CreateThenUpdate, user.Can.PageSize));
        var reference = Assert.Single(user.References);
        Assert.Equal(
            (Mappings.Enterprise + ":manager.value", "User", "userName"),
            (reference.Path.ToString(), reference.Type, reference.By.ToString())
        );
        const string client = $$$"""{"userName":"ana@x.org","active":false,"title":"CTO","{{{Mappings.Enterprise}}}":{"employeeNumber":"7","department":"IT","manager":{"value":"boss@x.org"}},"{{{Acme}}}":{"birthday":"1990-01-02","gender":"female"}}""";
        const string target = $$$"""{"userName":"ana@x.org","active":false,"{{{Mappings.Enterprise}}}":{"employeeNumber":"7"},"{{{Mappings.Peakon}}}":{"Job Title":"CTO","Team":"IT","Manager":"boss@x.org","Date of Birth":"1990-01-02","Gender":"Female"}}""";
        var sent = user.ToTarget(Mappings.Json(client), ScimOperation.Replace);
        Mappings.Same(target, sent);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(Mappings.Json(client), user.ToClient(sent)));
    }

    [Fact]
    public void Leapsome_writes_a_manager_as_a_string_and_reads_an_object()
    {
        var mapping = Shipped("leapsome");
        var user = mapping.At("/Users")!;
        var sent = user.ToTarget(Mappings.Json($$$"""{"{{{Mappings.Enterprise}}}":{"manager":{"value":"b@x.org"}},"{{{Acme}}}":{"startDate":"2026-01-31T00:00:00Z","shirtSize":"M"}}"""), ScimOperation.Patch);
        Mappings.Same(
            $$$"""{"{{{Mappings.Enterprise}}}":{"manager":"b@x.org","startDate":"2026-01-31","5f2b6c1d9e8a7b0c3d4e5f60":"M"}}""",
            sent
        );
        var given = user.ToClient(Mappings.Target($$$"""{"{{{Mappings.Enterprise}}}":{"manager":{"managerId":"9","displayName":"B"},"additionalManagers":[{"managerId":"8"}]}}"""));
        Mappings.Same($$$"""{"{{{Mappings.Enterprise}}}":{"manager":{"value":"9","displayName":"B"}},"{{{Acme}}}":{"additionalManagers":["8"]}}""", given);
    }

    [Fact]
    public void Leapsome_merges_deactivates_and_answers_in_its_own_way()
    {
        var mapping = Shipped("leapsome");
        var user = mapping.At("/Users")!.Can;
        var group = mapping.At("/Groups")!.Can;
        Assert.Equal(
            (PatchStyle.Merge, false, DeleteStyle.Deactivate, true),
            (user.Patch, user.Put, user.Delete, user.EmptyAnswerMeansExisting)
        );
        Assert.Equal([new AttributePath(null, "userName")], user.MergeAlways);
        Assert.Equal(
            (DeleteStyle.Empty, false, "replaceMembers", 1000),
            (group.Delete, group.MembersReturned, group.MergeReplaceMembersFlag, group.PageSize)
        );
        Assert.False(group.Filters.Quoted);
        Assert.Equal("application/json", mapping.MediaType);
        Assert.Equal(404, mapping.Errors.First(rule => rule.Matches("GET", 401, "Group does not exist")).BecomeStatus);
        Assert.Equal(
            ScimType.Uniqueness,
            mapping.Errors.First(rule => rule.Matches("GET", 400, "User Already Exists")).BecomeType
        );
        Assert.DoesNotContain(mapping.Errors, rule => rule.Matches("GET", 500, "already exists"));
    }

    [Fact]
    public void Alexishr_takes_no_writes_and_its_answers_pass()
    {
        var user = Shipped("alexishr").At("/Users")!;
        Assert.Equal(
            (false, false, PatchStyle.None, DeleteStyle.None),
            (user.Can.Create, user.Can.Put, user.Can.Patch, user.Can.Delete)
        );
        Mappings.Same(
            """{"photos":[{"type":"photo"}],"meta":{"location":null}}""",
            user.ToClient(Mappings.Target("""{"photos":[{"type":"photo"}],"meta":{"location":null}}"""))
        );
    }
}
