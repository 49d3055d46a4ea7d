using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

/// <summary>A change from one resource of the client to another, as each kind of target takes it.</summary>
public sealed class ChangeTests
{
    private const string HiddenHome = """drop("emails[type eq \"home\"]")""";
    private const string HiddenHomeValue = """drop("emails[type eq \"home\"].value")""";
    private const string X = "urn:x:2.0:User";

    private static ResourceMapping User(string rows, string can = "") => Mappings.Compile($$"""
        var enterprise = "{{Mappings.Enterprise}}";
        target({ {{can}} User: { attributes: [ {{rows}} ] }, Group: {} });
        """).At("/Users")!;

    // rows | before | after | the PATCH
    [Theory]
    [InlineData("""map("title", "job")""", """{"title":"a"}""", """{"title":"b"}""", """replace job "b" """)]
    [InlineData("""map("title", "job")""", """{"title":"a","id":"1","meta":{},"schemas":[]}""", "{}", "remove job")]
    [InlineData(
        """map("title", "job")""",
        """{"name":{"givenName":"a","familyName":"b"}}""",
        """{"name":{"givenName":"c"}}""",
        """replace name.givenName "c";remove name.familyName"""
    )]
    [InlineData("""map("title", "job")""", """{"name":{"givenName":"a"}}""", """{}""", "remove name")]
    [InlineData(
        """map("title", "job")""",
        $$$"""{"{{{X}}}":{"a":1,"b":2}}""",
        $$$"""{"{{{X}}}":{"b":3}}""",
        $"remove {X}:a;replace {X}:b 3"
    )]
    [InlineData("""map("title", "job")""", $$$"""{"{{{X}}}":{"a":1}}""", "{}", $"remove {X}:a")]
    [InlineData(
        $$"""map("title", "{{X}}:Job Title")""",
        """{"title":"a"}""",
        """{"title":"b"}""",
        $$$"""replace  {"{{{X}}}":{"Job Title":"b"}}"""
    )]
    [InlineData(
        $$"""map("title", "{{X}}:Job Title")""",
        """{"title":"a"}""",
        "{}",
        $$$"""replace  {"{{{X}}}":{"Job Title":null}}"""
    )]
    [InlineData("""map("title", "job", { empty: null })""", """{"title":"a"}""", "{}", "replace job")]
    [InlineData("""map("title", "job", { empty: "" })""", """{"title":"a"}""", "{}", """replace job "" """)]
    [InlineData("""map("title", "job", { empty: "" })""", """{"title":null}""", "{}", "")]
    [InlineData("""map("title", "job", { empty: "", on: "create" })""", """{"title":"a"}""", "{}", "")]
    [InlineData("""map("title", "job")""", """{"title":"a"}""", """{"TITLE":"a"}""", "")]
    public void A_PATCH_of_the_difference(string rows, string before, string after, string told) =>
        Assert.Equal(
            told.Trim(),
            string.Join(';', User(rows).Difference(Mappings.Json(before), Mappings.Json(after)).Operations.Select(Said))
        );

    [Theory]
    [InlineData(
        true,
        """{"members":[{"value":"b"},{"value":"c"}]}""",
        """remove members[value eq "a"] ;add members [{"value":"c"}]"""
    )]
    [InlineData(true, "{}", "remove members")]
    [InlineData(false, "{}", """remove members[value eq "a"];remove members[value eq "b"]""")]
    public void Members_come_and_go_one_by_one(bool empties, string after, string told)
    {
        var group = Mappings.Compile($$"""target({ can: { replaceMembers: {{(empties ? "true" : "false")}} }, Group: { attributes: [ map("displayName", "name") ] } });""").At("/Groups")!;
        var sent = group.Difference(Mappings.Json("""{"members":[{"value":"a"},{"value":"b"}]}"""), Mappings.Json(after));
        Assert.Equal(told.Replace(" ;", ";", StringComparison.Ordinal), string.Join(';', sent.Operations.Select(Said)));
    }

    // rows | what the target shows | before | after | the PUT
    [Theory]
    [InlineData(
        """map("title", "job")""",
        """{"job":"a","salary":9,"note":null}""",
        """{"title":"a"}""",
        """{"title":"b"}""",
        """{"job":"b","salary":9}"""
    )]
    [InlineData("""map("title", "job")""", """{"JOB":"a"}""", """{"title":"a"}""", """{"title":"b"}""", """{"JOB":"b"}""")]
    [InlineData("""map("title", "job")""", """{"job":"a","salary":9}""", """{"title":"a"}""", "{}", """{"salary":9}""")]
    [InlineData(
        """map("title", "job")""",
        """{"name":{"givenName":"a","rank":1}}""",
        """{"name":{"givenName":"a"}}""",
        """{"name":{"givenName":"b"}}""",
        """{"name":{"givenName":"b","rank":1}}"""
    )]
    [InlineData(
        """map("title", "job")""",
        """{"name":{"givenName":"a","rank":1}}""",
        """{"name":{"givenName":"a"}}""",
        "{}",
        """{"name":{"rank":1}}"""
    )]
    [InlineData("""map("title", "job")""", """{"name":{"givenName":"a"}}""", """{"name":{"givenName":"a"}}""", "{}", "{}")]
    [InlineData(
        """map("title", "job")""",
        """{"schemas":["a","hidden","b"]}""",
        """{"schemas":["a","b"]}""",
        """{"schemas":["a","c"]}""",
        """{"schemas":["a","hidden","c"]}"""
    )]
    [InlineData("""map("title", "job"), constant("source", "scim")""", "{}", "{}", "{}", """{"source":"scim"}""")]
    [InlineData(
        """map("title", "job"), constant("source", "scim")""",
        """{"source":"own"}""",
        "{}",
        "{}",
        """{"source":"own"}"""
    )]
    [InlineData(
        HiddenHome,
        """{"emails":[{"type":"home","value":"h"},{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"work","value":"x"}]}""",
        """{"emails":[{"type":"home","value":"h"},{"type":"work","value":"x"}]}"""
    )]
    [InlineData(
        HiddenHome,
        """{"emails":[{"type":"work","value":"w"},{"type":"home","value":"h","primary":true}]}""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"work","value":"w","primary":true}]}""",
        """{"emails":[{"type":"work","value":"w","primary":true},{"type":"home","value":"h"}]}"""
    )]
    [InlineData(
        HiddenHome,
        """{"emails":[{"type":"work","value":"w"},{"type":"home","value":"h","primary":true}]}""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        "{}",
        """{"emails":[{"type":"home","value":"h","primary":true}]}"""
    )]
    [InlineData(
        HiddenHomeValue,
        """{"emails":[{"type":"home","value":"h"},{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"work","value":"x"}]}""",
        """{"emails":[{"type":"home","value":"h"},{"type":"work","value":"x"}]}"""
    )]
    [InlineData(
        HiddenHomeValue,
        """{"emails":[{"type":"home","value":"h","room":1}]}""",
        """{"emails":[{"type":"home","room":1}]}""",
        """{"emails":[{"type":"home","room":2}]}""",
        """{"emails":[{"type":"home","room":2,"value":"h"}]}"""
    )]
    public void A_PUT_in_place(string rows, string original, string before, string after, string told)
    {
        var patch = new PatchRequest([]);
        Mappings.Same(told, User(rows, "can: { patch: false },").InPlace(
            Mappings.Target(original),
            Mappings.Json(before),
            Mappings.Json(after),
            rows.Contains("constant", StringComparison.Ordinal) ? patch : null
        ));
    }

    // capabilities | before | after | the partial resource
    [Theory]
    [InlineData("", """{"title":"a","id":"1"}""", """{"title":"b"}""", """{"job":"b"}""")]
    [InlineData("", """{"title":"a"}""", "{}", """{"job":null}""")]
    [InlineData(
        "",
        """{"name":{"givenName":"a","familyName":"b"}}""",
        """{"name":{"givenName":"c"}}""",
        """{"name":{"givenName":"c","familyName":null}}"""
    )]
    [InlineData(
        "",
        $$$$"""{"{{{{X}}}}":{"a":1,"b":2,"c":{"d":1}}}""",
        $$$"""{"{{{X}}}":{"a":1,"b":3}}""",
        $$$"""{"{{{X}}}":{"b":3,"c":null}}"""
    )]
    [InlineData("", $$$"""{"{{{X}}}":{"a":1}}""", "{}", $$$"""{"{{{X}}}":{"a":null}}""")]
    [InlineData(
        "",
        $$$"""{"{{{X}}}":{"id":"1","b":2}}""",
        $$$"""{"{{{X}}}":{"id":"3","b":2}}""",
        $$$"""{"{{{X}}}":{"id":"3"}}"""
    )]
    [InlineData("", """{"NickName":"a"}""", """{"nickName":"b"}""", """{"NickName":"b"}""")]
    [InlineData("", """{"members":[{"value":"a"}]}""", "{}", """{"members":[]}""")]
    [InlineData(
        """merge: { always: ["userName", "job"] }, """,
        """{"userName":"ana","title":"a","nickName":"n"}""",
        """{"userName":"ana","title":"b","nickName":"n"}""",
        """{"job":"b","userName":"ana"}"""
    )]
    [InlineData("""merge: { always: ["userName"] }, """, """{"title":"a"}""", """{"title":"b"}""", """{"job":"b"}""")]
    public void A_merge(string can, string before, string after, string told)
    {
        var user = User("""map("title", "job")""", "can: { patch: \"merge\", put: false }, " + can);
        Mappings.Same(told, user.Merge(new ScimRequest
        {
            Operation = ScimOperation.Patch,
            Type = ResourceType.User,
            Previous = Mappings.Json(before),
            Resource = Mappings.Json(after),
        }));
    }

    // the operation | whether the members replace those that are there
    [Theory]
    [InlineData(null, true)]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"b"}]}""", false)]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"b"}]}""", true)]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"]"}""", true)]
    [InlineData("""{"op":"replace","path":"displayName","value":"x"}""", false)]
    public void A_merge_says_whether_members_are_all_of_them(string? operation, bool replaces)
    {
        var group = Mappings.Compile("target({ can: { patch: 'merge', put: false }, merge: { replaceMembersFlag: 'all' }, Group: { attributes: [ map('displayName', 'name') ] } });").At("/Groups")!;
        var patch = operation is null ? null : PatchRequest.Parse(
            Mappings.Json($$"""{"schemas":["{{SchemaUrns.PatchOp}}"],"Operations":[{{operation}}]}"""),
            new ReadingRules(ResourceType.Group)
        );
        var request = new ScimRequest
        {
            Operation = ScimOperation.Patch,
            Type = ResourceType.Group,
            Patch = patch,
            Previous = Mappings.Json("""{"members":[{"value":"a"}]}"""),
            Resource = Mappings.Json("""{"members":[{"value":"b"}]}"""),
        };
        Mappings.Same($$"""{"members":[{"value":"b"}],"all":{{(replaces ? "true" : "false")}}}""", group.Merge(request));
    }

    // before | after | the partial resource, as SCIM 1.1 writes it
    [Theory]
    [InlineData("""{"title":"a","nickName":"n"}""", """{"nickName":"m"}""", """{"nickName":"m","meta":{"attributes":["job"]}}""")]
    [InlineData("""{"title":"a"}""", """{"title":"b"}""", """{"job":"b"}""")]
    [InlineData(
        """{"name":{"givenName":"a","familyName":"b"}}""",
        """{"name":{"givenName":"a"}}""",
        """{"name":{"givenName":"a"},"meta":{"attributes":["name.familyName"]}}"""
    )]
    [InlineData(
        $$$"""{"{{{X}}}":{"a":1,"b":2}}""",
        $$$"""{"{{{X}}}":{"b":2}}""",
        $$$"""{"{{{X}}}":{},"meta":{"attributes":["{{{X}}}:a"]}}"""
    )]
    [InlineData(
        """{"emails":[{"value":"a"},{"value":"b","type":"x"}]}""",
        """{"emails":[{"value":"b","type":"y"},{"value":"c"}]}""",
        """{"emails":[{"value":"a","operation":"delete"},{"value":"b","type":"y"},{"value":"c"}]}"""
    )]
    [InlineData(
        """{"addresses":[{"city":"a"},{"city":"b"}]}""",
        """{"addresses":[{"city":"b"}]}""",
        """{"addresses":[{"city":"a","operation":"delete"}]}"""
    )]
    [InlineData("{}", """{"emails":[{"value":"a"}]}""", """{"emails":[{"value":"a"}]}""")]
    public void A_merge_of_SCIM_1_1(string before, string after, string told)
    {
        var user = User("""map("title", "job")""", "can: { patch: \"scim11\", put: false }, ");
        Mappings.Same(told, user.Merge(new ScimRequest
        {
            Operation = ScimOperation.Patch,
            Type = ResourceType.User,
            Previous = Mappings.Json(before),
            Resource = Mappings.Json(after),
        }));
    }

    // rows | what is removed | the merge, the PUT
    [Theory]
    [InlineData("""map("title", "job", { read: false })""", "title", """{"job":null}""", """{"own":1}""")]
    [InlineData("""map("title", "job", { read: false, empty: "" })""", "title", """{"job":""}""", """{"own":1,"job":""}""")]
    [InlineData("""map("title", "data.job", { read: false })""", "title", """{"data":{"job":null}}""", """{"own":1}""")]
    [InlineData(
        $$"""map("title", "{{X}}:Job Title", { read: false })""",
        "title",
        $$$"""{"{{{X}}}":{"Job Title":null}}""",
        """{"own":1}"""
    )]
    [InlineData("""map("name.givenName", "job", { read: false })""", "name", """{"job":null}""", """{"own":1}""")]
    [InlineData("""map("title", "job", { readOnly: true })""", "title", "{}", """{"own":1,"job":"a"}""")]
    [InlineData("""map("title", "job", { read: false })""", "nickName", "{}", """{"own":1,"job":"a"}""")]
    public void What_no_answer_shows_is_removed_too(string rows, string removed, string merge, string put)
    {
        var patch = new PatchRequest([
            new PatchOperation(PatchVerb.Remove, new PatchPath(ResourceType.User.ParsePath(removed)), null),
        ]);
        var (merging, putting) = (User(rows, "can: { patch: \"merge\", put: false },"), User(rows, "can: { patch: false },"));
        string original =
            rows.Contains(X, StringComparison.Ordinal) ? $$$"""{"own":1,"{{{X}}}":{"Job Title":"a"}}"""
            : rows.Contains("data.", StringComparison.Ordinal) ? """{"own":1,"data":{"job":"a"}}"""
            : """{"own":1,"job":"a"}""";

        Mappings.Same(merge, merging.Merge(new ScimRequest
        {
            Operation = ScimOperation.Patch,
            Type = ResourceType.User,
            Patch = patch,
            Previous = [],
            Resource = [],
        }));
        Mappings.Same(put, putting.InPlace(Mappings.Target(original), [], [], patch));
        Assert.Equal(merge != "{}", merging.RemovesUnread(patch, []));
        Assert.False(merging.RemovesUnread(patch, Mappings.Json("""{"title":"b","name":{"givenName":"c"}}""")));
    }

    [Theory]
    [InlineData("""map("title", "job")""", """{"job":"a","salary":1}""", "{}", "title cannot be cleared")]
    [InlineData("""map("title", "job")""", """{"job":null,"id":"1","meta":{},"schemas":[]}""", "{}", null)]
    [InlineData(
        """map(["title", "nickName"], "job", { convert: "first" })""",
        """{"job":"a"}""",
        "{}",
        "title cannot be cleared"
    )]
    [InlineData("""map("title", "job", { empty: "" })""", """{"job":"a"}""", "{}", null)]
    [InlineData("""map("title", "job")""", """{"profileUrl":"a"}""", "{}", "profileUrl cannot be cleared")]
    [InlineData(
        """map("title", "job")""",
        $$$"""{"{{{X}}}":{"a":1}}""",
        $$$"""{"{{{X}}}":{"b":2}}""",
        $"{X}:a cannot be cleared"
    )]
    [InlineData("""map("title", "job")""", $$$"""{"{{{X}}}":{"a":1}}""", $$$"""{"{{{X}}}":{"A":2}}""", null)]
    [InlineData("""map("title", "job")""", $$$"""{"{{{X}}}":{"a":null}}""", "{}", null)]
    public void A_PUT_that_merges_clears_only_what_has_an_empty_value(string rows, string original, string after, string? refused)
    {
        var user = User(rows, "can: { patch: false, put: \"merge\" },");
        var before = user.ToClient(Mappings.Target(original));
        string? told = null;
        try
        {
            user.InPlace(Mappings.Target(original), before, Mappings.Json(after));
        }
        catch (ScimException fault)
        {
            Assert.Equal(ScimType.Mutability, fault.Type);
            told = fault.Message.Split(':')[0];
            if (refused?.Contains(':', StringComparison.Ordinal) == true) told = fault.Message[..refused.Length];
        }

        Assert.Equal(refused, told);
    }

    private static string Said(PatchOperation operation) =>
        $"{operation.Verb.ToString().ToLowerInvariant()} {operation.Path?.ToString() ?? ""} {operation.Value?.ToJsonString()}".TrimEnd();
}
