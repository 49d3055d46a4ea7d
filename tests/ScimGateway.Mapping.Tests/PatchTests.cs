using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

public class PatchTests
{
    private static readonly Filter Work = new ComparisonFilter(
        new AttributePath(null, "type"),
        ComparisonOperator.Eq,
        FilterLiteral.Of("work")
    );

    private static PatchOperation Replace(string path, string json, Filter? where = null) =>
        new(PatchVerb.Replace, new PatchPath(ResourceType.User.ParsePath(path), where), JsonNode.Parse(json));

    private static PatchOperation Remove(string path) =>
        new(PatchVerb.Remove, new PatchPath(ResourceType.User.ParsePath(path)), null);

    private static string Said(PatchOperation operation) =>
        $"{operation.Verb.ToString().ToLowerInvariant()} {(operation.Path is { } path ? path.Attribute + (path.Where is null ? "" : "[]") : "-")} {operation.Value?.ToJsonString() ?? "nothing"}";

    // rows | operation | what the target gets, one operation after ";"
    public static TheoryData<string, PatchOperation, string> Operations => new()
    {
        { """map("title", "job")""", Replace("title", "\"CTO\""), "replace job \"CTO\"" },
        { """map("title", "job")""", Replace("nickName", "\"n\""), "replace nickName \"n\"" },
        {
            """map("active", "state", { values: { "true": "on", "false": "off" } })""",
            Replace("active", "false"),
            "replace state \"off\""
        },
        {
            """map("title", peakon + ":Job Title")""",
            Replace("title", "\"CTO\""),
            $$$"""replace - {"{{{Mappings.Peakon}}}":{"Job Title":"CTO"}}"""
        },
        {
            """map("title", peakon + ":Job Title")""",
            Remove("title"),
            $$$"""replace - {"{{{Mappings.Peakon}}}":{"Job Title":null}}"""
        },
        {
            """map("name.givenName", "first")""",
            Replace("name", """{"givenName":"A","familyName":"B"}"""),
            """replace - {"name":{"familyName":"B"},"first":"A"}"""
        },
        { """map("name.givenName", "first")""", Remove("name"), "remove first nothing;remove name nothing" },
        { """map("name", "fullName")""", Replace("name.givenName", "\"A\""), "replace fullName.givenName \"A\"" },
        {
            """map("emails[type eq \"work\"].value", "mail", { read: false })""",
            Replace("emails.value", "\"w\"", Work),
            "replace mail \"w\""
        },
        { """map("emails.value", "emails.addr")""", Replace("emails.value", "\"w\"", Work), "replace emails.addr[] \"w\"" },
        {
            """map("title", "job")""",
            new(PatchVerb.Add, null, JsonNode.Parse("""{"title":"CTO","x":1}""")),
            """add - {"job":"CTO","x":1}"""
        },
        { """drop("title")""", Replace("title", "\"CTO\""), "" },
        { """map("title", "job", { on: "create" })""", Replace("title", "\"CTO\""), "" },
        { """map("title", "job", { readOnly: true })""", Replace("title", "\"CTO\""), "" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_is_said_in_the_target_s_words(string rows, PatchOperation client, string target)
    {
        var sent = Mappings.User(rows).ToTarget(new PatchRequest([client]));
        Assert.Equal(target, string.Join(';', sent.Operations.Select(Said)));
    }

    // rows | operation: what depends on what is there is no matter of one operation.
    public static TheoryData<string, PatchOperation> Unclear => new()
    {
        { """map("name", "n", { write: v => v.givenName, read: false })""", Replace("name.givenName", "\"A\"") },
        { """map("emails[type eq \"work\"].value", "mail")""", Replace("emails.value", "\"w\"", Work) },
        {
            """map("emails[type eq \"work\"].value", "mail")""",
            new(PatchVerb.Remove, new PatchPath(ResourceType.User.ParsePath("emails"), Work), null)
        },
        { """map("emails", "mail", { convert: "first" })""", Replace("emails.value", "\"w\"", Work) },
        { """map("title", "nickName")""", Replace("nickName", "\"n\"") },
    };

    [Theory]
    [MemberData(nameof(Unclear))]
    public void What_depends_on_what_is_there_is_not_said_by_itself(string rows, PatchOperation client)
    {
        var mapping = Mappings.User(rows);
        Assert.False(mapping.IsExact(new PatchRequest([client])));
        var fault = Assert.Throws<ScimException>(() => mapping.ToTarget(new PatchRequest([client])));
        Assert.Equal(ScimType.InvalidPath, fault.Type);
        Assert.StartsWith(
            "The mapping 'acme' cannot say this change to the target by itself",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void So_is_that_of_a_name_which_no_path_can_hold()
    {
        var mapping = Mappings.User(
            """map("urn:x:2.0:User:Date of Birth", "born", { read: false }), map("roles", "roleList", { convert: "list:," })"""
        );
        var said = new PatchOperation(PatchVerb.Replace, null, JsonNode.Parse("""{"urn:x:2.0:User":{"Date of Birth":null}}"""));
        Assert.Equal(
            "remove born nothing",
            string.Join(';', mapping.Difference([], [], new PatchRequest([said])).Operations.Select(Said))
        );
    }

    [Fact]
    public void The_removal_of_what_no_row_reads_is_told_with_the_difference()
    {
        var mapping = Mappings.User("""map("title", "job", { read: false }), map("roles", "roleList", { convert: "list:," })""");
        var (before, after) = (
            Mappings.Json("""{"roles":[{"value":"a"}]}"""),
            Mappings.Json("""{"roles":[{"value":"a"},{"value":"b"}]}""")
        );
        var sent = mapping.Difference(before, after, new PatchRequest([Remove("title")]));
        Assert.Equal("""replace roleList "a,b";remove job nothing""", string.Join(';', sent.Operations.Select(Said)));
    }
}
