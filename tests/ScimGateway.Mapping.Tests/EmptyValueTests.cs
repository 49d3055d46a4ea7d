using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

/// <summary>What a row names as its empty value says to a target that a value is gone, whatever the change is sent as.</summary>
public class EmptyValueTests
{
    private const string Before = $$$"""{"userName":"ana","title":"CTO","nickName":"Annie","name":{"givenName":"Ana","middleName":"M"},"{{{Mappings.Enterprise}}}":{"department":"IT"}}""";

    private static ResourceMapping User(string can, string rows) => Mappings.Compile($$"""
        var peakon = "{{Mappings.Peakon}}", enterprise = "{{Mappings.Enterprise}}";
        target({ can: { {{can}} }, User: { attributes: [ {{rows}} ] } });
        """).At("/Users")!;

    private static JsonObject Without(params string[] names)
    {
        var after = Mappings.Json(Before);
        foreach (string name in names)
            if (!name.StartsWith("urn:", StringComparison.Ordinal) && name.Split('.') is [var outer, var inner])
                after[outer]!.AsObject().Remove(inner);
            else
                after.Remove(name);
        return after;
    }

    // rows | what is gone | the attributes that a PUT, a merge and a PATCH say of it
    public static TheoryData<string, string, string, string, string> Gone => new()
    {
        { """map("title", "job", { empty: null })""", "title", """{"job":null}""", """{"job":null}""", "replace job null" },
        { """map("title", "job", { empty: "" })""", "title", """{"job":""}""", """{"job":""}""", "replace job \"\"" },
        { """map("title", "job", { empty: [] })""", "title", """{"job":[]}""", """{"job":[]}""", "replace job []" },
        { """map("title", "job")""", "title", "{}", """{"job":null}""", "remove job" },
        {
            """map("title", "job", { empty: "", write: title => title, read: title => title })""",
            "title",
            """{"job":""}""",
            """{"job":""}""",
            "replace job \"\""
        },
        {
            """map("name.middleName", "middle", { empty: "" })""",
            "name.middleName",
            """{"middle":""}""",
            """{"middle":""}""",
            "replace middle \"\""
        },
        {
            """map(enterprise + ":department", peakon + ":Team", { empty: null })""",
            Mappings.Enterprise,
            $$$"""{"{{{Mappings.Peakon}}}":{"Team":null}}""",
            $$$"""{"{{{Mappings.Peakon}}}":{"Team":null}}""",
            $"replace {Mappings.Peakon}:Team null"
        },
        { """map("nickName", "nick", { empty: "", on: "create" })""", "nickName", "{}", "{}", "" },
    };

    [Theory]
    [MemberData(nameof(Gone))]
    public void It_is_sent_where_a_value_was_and_is_none_any_more(
        string rows,
        string gone,
        string put,
        string merge,
        string patch
    )
    {
        JsonObject before = Mappings.Json(Before),
            after = gone == Mappings.Enterprise ? Without(Mappings.Enterprise) : Without(gone);
        var putting = User("patch: false", rows);
        var merging = User("patch: \"merge\", put: false", rows);

        var whole = putting.InPlace(putting.ToTarget(Mappings.Json(Before), ScimOperation.Replace), before, after).Tree;
        var request = new ScimRequest
        {
            Operation = ScimOperation.Patch,
            Type = ResourceType.User,
            Resource = after,
            Previous = before,
        };
        var operations = User("", rows).Difference(before, after).Operations;

        var untouched = putting.ToTarget(after, ScimOperation.Patch).Tree;
        Mappings.Same(put, new JsonObject(whole.Where(member =>
            !JsonNode.DeepEquals(member.Value, untouched[member.Key]) || !untouched.ContainsKey(member.Key)
        ).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))));
        Mappings.Same(merge, merging.Merge(request));
        Assert.Equal(patch, string.Join(';', operations.Select(Said)));
    }

    [Fact]
    public void It_is_not_sent_where_there_was_nothing()
    {
        var user = User("patch: false", """map("displayName", "shown", { empty: "" })""");

        Assert.False(user.InPlace(Mappings.Target(Before), Mappings.Json(Before), Without("title")).Tree.ContainsKey("shown"));
    }

    [Fact]
    public void A_removal_that_a_row_names_an_empty_value_for_is_not_translated_by_itself()
    {
        var user = User("", """map("title", "job", { empty: "" }), map("nickName", "nick")""");

        Assert.False(user.IsExact(Removal("title")));
        Assert.True(user.IsExact(Removal("nickName")));
    }

    [Theory]
    [InlineData("empty: null", """{"job":null}""")]
    [InlineData("empty: \"\"", """{"job":""}""")]
    [InlineData("", "{}")]
    public void A_value_that_is_never_read_back_is_emptied_too(string empty, string sent)
    {
        var user = User("patch: false", $$"""map("title", "job", { read: false, {{empty}} })""");

        Mappings.Same(sent, user.InPlace(Mappings.Target("""{"job":"CTO"}"""), [], [], Removal("title")));
    }

    [Theory]
    [InlineData("title", "title cannot be cleared")]
    [InlineData("nickName", "nickName cannot be cleared")]
    [InlineData(Mappings.Enterprise, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department cannot be cleared")]
    public void Where_a_PUT_merges_what_has_no_empty_value_cannot_be_cleared(string gone, string sentence)
    {
        var user = User(
            "patch: false, put: \"merge\"",
            $$"""map("title", "job"), map(enterprise + ":department", peakon + ":Team")"""
        );

        var fault = Assert.Throws<ScimException>(() =>
            user.InPlace(user.ToTarget(Mappings.Json(Before), ScimOperation.Replace), Mappings.Json(Before), Without(gone)));

        Assert.Equal((400, ScimType.Mutability), (fault.Status, fault.Type));
        Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_PUT_merges_a_removal_of_what_is_never_shown_cannot_be_said_either()
    {
        var user = User("patch: false, put: \"merge\"", """map("title", "job", { read: false })""");

        Assert.StartsWith(
            "title cannot be cleared",
            Assert.Throws<ScimException>(() => user.InPlace(new([]), [], [], Removal("title"))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "target({ User: { attributes: [ map(\"title\", \"job\", { empty: \"none\" }) ] } })",
        "1: map(title, job).empty is 'none'; expected null, \"\" or []: what says to the target that there is no value."
    )]
    [InlineData(
        "target({ User: { attributes: [ map(\"title\", \"job\", { empty: [\"\"] }) ] } })",
        "1: map(title, job).empty is an array; expected null, \"\" or []: what says to the target that there is no value."
    )]
    [InlineData("target({ can: { put: \"merges\" }, User: {} })", "1: can.put is 'merges'; expected true, false or \"merge\".")]
    [InlineData(
        "target({ can: { put: \"merge\", read: false }, User: {} })",
        "1: can.put is 'merge', which needs reads: what a client clears is told from what is there; remove read: false."
    )]
    public void What_it_cannot_be_is_told_when_the_mapping_is_loaded(string script, string fault) =>
        Assert.Equal([fault], Mappings.Faults(script));

    private static PatchRequest Removal(string name) =>
        new([new PatchOperation(PatchVerb.Remove, new PatchPath(new AttributePath(null, name)), null)]);

    private static string Said(PatchOperation operation) => operation.Path is { } path
        ? $"{operation.Verb.ToString().ToLowerInvariant()} {path.Attribute}{(operation.Verb == PatchVerb.Remove ? "" : " " + (operation.Value?.ToJsonString() ?? "null"))}"
        : $"{operation.Verb.ToString().ToLowerInvariant()} {operation.Value?.ToJsonString()}";
}
