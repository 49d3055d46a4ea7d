using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

/// <summary>Where a value is taken from and put to, what stands there already, and what is left behind.</summary>
public sealed class PlaceTests
{
    private const string X = "urn:x:2.0:User";
    private const string Title = """map("title", "job")""";
    private const string WorkMail = """map("emails[type eq \"work\"].value", "mail")""";
    private const string WorkElement = """map("emails[type eq \"work\"]", "workMail")""";
    private const string Given = """map("name.givenName", "first")""";
    private const string Copies = """map("displayName", ["label", "alias"])""";
    private const string Choice = """map(["nickName", "displayName"], "label", { convert: "first" })""";
    private const string Pair = """map(["nickName", "title"], "label", { write: all => all.join("/"), read: text => text === "one" ? "one" : text.split("/") })""";
    private const string Staff = """map("title", "job", { when: 'userType eq "Staff"' })""";
    private const string Typed = """map("emails", "emails", { defaultType: "work" })""";

    [Theory]
    [InlineData(Title, """{"job":"own","title":"CTO"}""", """{"job":"CTO"}""")]
    [InlineData(Title, """{"title":"CTO","job":"own"}""", """{"job":"CTO"}""")]
    [InlineData(Title, """{"a":1,"title":null,"b":2}""", """{"a":1,"job":null,"b":2}""")]
    [InlineData(Given, """{"name":{}}""", """{"name":{}}""")]
    [InlineData(Given, """{"name":{"givenName":"A"},"z":1}""", """{"z":1,"first":"A"}""")]
    [InlineData(Given, """{"name":[{"givenName":"A"},7]}""", """{"name":[{},7],"first":"A"}""")]
    [InlineData(WorkMail, """{"emails":[{"type":"WORK","value":"w","display":"x","primary":true}]}""", """{"mail":"w"}""")]
    [InlineData(
        WorkMail,
        """{"emails":[{"type":"work","value":"w","room":1}]}""",
        """{"emails":[{"type":"work","room":1}],"mail":"w"}"""
    )]
    [InlineData(
        WorkMail,
        """{"emails":[7,{"value":"none"},{"type":"work","value":"a"},{"type":"work","value":"b"}]}""",
        """{"emails":[7,{"value":"none"},{"type":"work","value":"b"}],"mail":"a"}"""
    )]
    [InlineData(WorkMail, """{"emails":[]}""", """{"emails":[]}""")]
    [InlineData(
        WorkElement,
        """{"emails":[{"type":"work","value":"w","primary":true}]}""",
        """{"workMail":{"value":"w","primary":true}}"""
    )]
    [InlineData(WorkElement, """{"emails":[{"type":"home","value":"h"}]}""", """{"emails":[{"type":"home","value":"h"}]}""")]
    [InlineData(
        """map("emails[primary eq true].value", "mail")""",
        """{"emails":[{"primary":false,"value":"a"},{"primary":true,"value":"b"}]}""",
        """{"emails":[{"primary":false,"value":"a"}],"mail":"b"}"""
    )]
    [InlineData("""map("title", "Name.Title")""", """{"title":"t","name":{"x":1}}""", """{"name":{"x":1,"Title":"t"}}""")]
    [InlineData("""map("title", "data.t")""", """{"title":"t","data":"text"}""", """{"data":{"t":"t"}}""")]
    [InlineData(
        $$"""map("{{X}}:n", "name")""",
        $$$$"""{"name":{"b":2},"{{{{X}}}}":{"n":{"a":1,"b":3}}}""",
        """{"name":{"b":2,"a":1}}"""
    )]
    [InlineData(
        $$"""map("{{X}}:n", "name")""",
        $$$"""{"name":"text","{{{X}}}":{"n":{"a":1},"m":2}}""",
        $$$"""{"name":{"a":1},"{{{X}}}":{"m":2}}"""
    )]
    [InlineData(
        $$"""map("{{X}}", "urn:y:2.0:User"), map("{{X}}:a", "a")""",
        $$$"""{"{{{X}}}":{"a":1,"b":2}}""",
        """{"urn:y:2.0:User":{"b":2},"a":1}"""
    )]
    [InlineData(
        """drop("emails[type eq \"home\"].value")""",
        """{"emails":[{"type":"home","value":"h","room":1},{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"home","room":1},{"type":"work","value":"w"}]}"""
    )]
    [InlineData("""drop("emails[type eq \"home\"]")""", """{"emails":[{"type":"home","value":"h"}]}""", "{}")]
    [InlineData(Copies, """{"displayName":"Ana"}""", """{"label":"Ana","alias":"Ana"}""")]
    [InlineData(Copies, """{"displayName":""}""", """{"label":""}""")]
    [InlineData(Copies, """{"$made0":"x"}""", "{}")]
    [InlineData(Choice, """{"nickName":"","displayName":"Ana"}""", """{"displayName":"Ana","label":"Ana"}""")]
    [InlineData(Choice, """{"nickName":"An","displayName":"Ana"}""", """{"displayName":"Ana","label":"An"}""")]
    [InlineData(Choice, """{"nickName":[],"title":"x"}""", """{"title":"x"}""")]
    [InlineData(Pair, """{"title":"t"}""", """{"label":"/t"}""")]
    [InlineData(Staff, """{"userType":"staff","title":"t"}""", """{"userType":"staff","job":"t"}""")]
    [InlineData(Staff, """{"userType":"guest","title":"t"}""", """{"userType":"guest"}""")]
    [InlineData(Staff, """{"title":"t"}""", "{}")]
    [InlineData(
        """map("emails[type eq \"work\"]", "workMail", { when: 'active eq true' })""",
        """{"emails":[{"type":"work","value":"w"},{"value":"x"}],"active":false}""",
        """{"emails":[{"value":"x"}],"active":false}"""
    )]
    [InlineData(
        Typed,
        """{"emails":[{"value":"a"},{"value":"b","TYPE":"home"},{"value":"c","Type":null},7]}""",
        """{"emails":[{"value":"a","type":"work"},{"value":"b","TYPE":"home"},{"value":"c","Type":"work"},7]}"""
    )]
    [InlineData(Typed, """{"emails":"a"}""", """{"emails":"a"}""")]
    [InlineData("""map("title", "job", { default: "d" })""", """{"title":null}""", """{"job":null}""")]
    [InlineData(
        """map("name.givenName", "first", { default: "d" })""",
        """{"name":{"familyName":"L"}}""",
        """{"name":{"familyName":"L"},"first":"d"}"""
    )]
    [InlineData("""map("name.givenName", "first", { default: "d" })""", """{"name":{"GIVENNAME":"A"}}""", """{"first":"A"}""")]
    [InlineData($$"""map("{{X}}:a", "a", { default: "d" })""", """{"title":"t"}""", """{"title":"t","a":"d"}""")]
    [InlineData($$"""map("{{X}}:a", "a", { default: "d" })""", $$$"""{"{{{X}}}":{"a":"own"}}""", """{"a":"own"}""")]
    [InlineData(
        """map("emails[type eq \"work\"].value", "mail", { default: "d" })""",
        """{"emails":[{"type":"work"}]}""",
        """{"mail":"d"}"""
    )]
    [InlineData(
        """map("emails[type eq \"work\"].value", "mail", { default: "d" })""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        """{"mail":"w"}"""
    )]
    [InlineData(
        """map("emails[type eq \"work\"].value", "mail", { default: "d" })""",
        """{"emails":[{"type":"home","value":"h"}]}""",
        """{"emails":[{"type":"home","value":"h"}],"mail":"d"}"""
    )]
    [InlineData(
        """map("emails[type eq \"work\"]", "mail", { default: "d" })""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        """{"mail":{"value":"w"}}"""
    )]
    public void A_value_goes_to_its_place(string rows, string client, string target) =>
        Mappings.Same(target, Mappings.User(rows).ToTarget(Mappings.Json(client), ScimOperation.Create));

    [Theory]
    [InlineData(
        WorkMail,
        """{"emails":[{"type":"work","value":"x"}],"mail":"w"}""",
        """{"emails":[{"type":"work","value":"w"},{"type":"work","value":"x"}]}"""
    )]
    [InlineData(
        WorkMail,
        """{"emails":[{"type":"work","value":"w","room":1}],"mail":"w"}""",
        """{"emails":[{"type":"work","value":"w","room":1}]}"""
    )]
    [InlineData(
        WorkMail,
        """{"emails":[{"type":"work","room":1}],"mail":"w"}""",
        """{"emails":[{"type":"work","room":1,"value":"w"}]}"""
    )]
    [InlineData(WorkMail, """{"emails":"text","mail":"w"}""", """{"emails":[{"type":"work","value":"w"}]}""")]
    [InlineData(WorkMail, """{"mail":null,"title":"t"}""", """{"title":"t"}""")]
    [InlineData(
        WorkElement,
        """{"workMail":{"value":"w"},"emails":[{"type":"work","value":"x"}]}""",
        """{"emails":[{"type":"work","value":"w"},{"type":"work","value":"x"}]}"""
    )]
    [InlineData(
        WorkElement,
        """{"workMail":{"value":"w","room":1},"emails":[{"type":"work","value":"w"}]}""",
        """{"emails":[{"type":"work","value":"w","room":1}]}"""
    )]
    [InlineData(WorkElement, """{"workMail":"w"}""", """{"emails":[{"type":"work","value":"w"}]}""")]
    [InlineData(
        """map("emails[primary eq true].value", "mail")""",
        """{"mail":"w"}""",
        """{"emails":[{"primary":true,"value":"w"}]}"""
    )]
    [InlineData(Copies, """{"label":"A","alias":"B"}""", """{"displayName":"A"}""")]
    [InlineData(Copies, """{"alias":"B"}""", """{"displayName":"B"}""")]
    [InlineData(Copies, """{"label":null,"alias":"B"}""", """{"displayName":"B"}""")]
    [InlineData(Copies, """{"label":"","alias":"B"}""", """{"displayName":"B"}""")]
    [InlineData(Copies, """{"label":""}""", """{"displayName":""}""")]
    [InlineData(
        """map("roles", ["a", "b"])""",
        """{"b":[{"value":"r"},{"value":"s"}]}""",
        """{"roles":[{"value":"r"},{"value":"s"}]}"""
    )]
    [InlineData(Choice, """{"displayName":"Ana","label":"Ana"}""", """{"displayName":"Ana"}""")]
    [InlineData(Choice, """{"displayName":"Ana","label":"Bo"}""", """{"displayName":"Ana","nickName":"Bo"}""")]
    [InlineData(Choice, """{"label":""}""", "{}")]
    [InlineData(Pair, """{"label":"a/b/c"}""", """{"nickName":"a","title":"b"}""")]
    [InlineData(Pair, """{"label":"/b"}""", """{"title":"b"}""")]
    [InlineData(Pair, """{"label":"one"}""", """{"nickName":"one"}""")]
    [InlineData(Staff, """{"userType":"guest","job":"t"}""", """{"userType":"guest","title":"t"}""")]
    public void A_value_comes_back_from_its_place(string rows, string target, string client) =>
        Mappings.Same(client, Mappings.User(rows).ToClient(Mappings.Target(target)));

    [Theory]
    [InlineData(ScimOperation.Create, """{"job":"d","source":"scim"}""")]
    [InlineData(ScimOperation.Replace, """{"job":"d","source":"scim"}""")]
    [InlineData(ScimOperation.Patch, "{}")]
    public void A_default_and_a_constant_are_for_whole_resources(ScimOperation operation, string sent) =>
        Mappings.Same(
            sent,
            Mappings.User("""map("title", "job", { default: "d" }), constant("source", "scim")""").ToTarget([], operation)
        );

    [Theory]
    [InlineData(ScimOperation.Create, "create")]
    [InlineData(ScimOperation.Replace, "replace")]
    public void A_default_of_a_function_is_told_what_it_is_for(ScimOperation operation, string sent)
    {
        var mapping = Mappings.User("""map("title", "job", { default: (user, context) => user.nickName + context.operation })""");
        Mappings.Same(
            $$"""{"nickName":"n","job":"n{{sent}}"}""",
            mapping.ToTarget(Mappings.Json("""{"nickName":"n"}"""), operation)
        );
        Mappings.Same("""{"nickName":"n","title":"nreplace"}""", mapping.WithDefaults(Mappings.Json("""{"nickName":"n"}""")));
    }

    [Theory]
    [InlineData("toTarget: user => { throw new Error('x'); }", 400, "The mapping 'acme' (mapping.js line 1) could not convert the resource: its toTarget function threw an error (Error, line 1).")]
    [InlineData(
        "toTarget: user => 7",
        500,
        "The mapping 'acme' (mapping.js line 1) is at fault, not the request: its toTarget function gave no object."
    )]
    [InlineData("toTarget: user => refuse('No such user.')", 400, "No such user.")]
    [InlineData("fromTarget: user => { throw new Error('x'); }", 502, "The mapping 'acme' (mapping.js line 1) could not read the resource: its fromTarget function threw an error (Error, line 1).")]
    [InlineData(
        "fromTarget: user => [user]",
        500,
        "The mapping 'acme' (mapping.js line 1) is at fault, not the request: its fromTarget function gave no object."
    )]
    [InlineData(
        "fromTarget: user => refuse('No such user.')",
        502,
        "The mapping 'acme' (mapping.js line 1) refused what the target answered: No such user."
    )]
    public void A_fault_of_a_hook_says_whose_it_is(string hook, int status, string sentence)
    {
        var mapping = Mappings
            .Compile($$"""target({ User: { attributes: [ map("title", "job") ], {{hook}} } });""")
            .At("/Users")!;
        var fault = Assert.Throws<ScimException>(() => hook.StartsWith("to", StringComparison.Ordinal)
            ? mapping.ToTarget(Mappings.Json("""{"title":"t"}"""), ScimOperation.Create)
            : mapping.ToClient(Mappings.Target("""{"job":"t"}""")));
        Assert.Equal((status, sentence), (fault.Status, fault.Message));
    }

    [Fact]
    public void What_a_function_threw_is_kept_for_the_log_without_the_value_and_not_at_any_length()
    {
        var mapping = Mappings.User(
            """map("title", "job", { write: v => { throw new Error("no\n" + v + "x".repeat(600)); }, read: false })"""
        );
        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"s3cret-value"}"""), ScimOperation.Create));
        Assert.Equal((501, '…'), (fault.Thrown!.Length, fault.Thrown[^1]));
        Assert.Contains("no ", fault.Thrown, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-value", fault.Thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_reading_names_the_resource() => Assert.EndsWith(
        "it is no integer. The User has the id '7'.",
        Assert.Throws<ScimException>(() =>
            Mappings
                .User("""map("urn:x:2.0:User:n", "n", { convert: "integer" })""")
                .ToClient(Mappings.Target("""{"id":"7","n":"x"}"""))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("title", "title")]
    [InlineData("name.givenName", "name.givenName")]
    [InlineData("emails[ type eq \"work\" ].value", "emails[type eq \"work\"].value")]
    [InlineData("emails[primary eq true]", "emails[primary eq true]")]
    [InlineData("urn:x:2.0:User", "urn:x:2.0:User")]
    [InlineData("urn:x:2.0:User:Job Title", "urn:x:2.0:User:Job Title")]
    [InlineData("urn:x:2.0:User:Approx. Salary", "urn:x:2.0:User:Approx. Salary")]
    [InlineData("urn:x:2.0:User:manager.value", "urn:x:2.0:User:manager.value")]
    [InlineData("urn:x:2.0:User:phones[kind eq \"x\"].number", "urn:x:2.0:User:phones[kind eq \"x\"].number")]
    [InlineData("$ref", "$ref")]
    [InlineData("", null)]
    [InlineData("Job Title", null)]
    [InlineData(" title", null)]
    [InlineData("urn:x:2.0:User: title", null)]
    [InlineData(".x", null)]
    [InlineData("name.", null)]
    [InlineData("emails[type ne \"work\"]", null)]
    [InlineData("emails.value[type eq \"work\"]", null)]
    [InlineData("emails[type eq \"work\"].a.b", null)]
    public void A_place_is_read_and_written(string text, string? written) => Assert.Equal(written, Place.Parse(text)?.ToString());

    [Theory]
    [InlineData("type eq \"WORK\"", true, false)]
    [InlineData("TYPE eq \"work\"", true, false)]
    [InlineData("type eq \"home\"", false, true)]
    [InlineData("type ne \"work\"", false, false)]
    [InlineData("display eq \"work\"", false, false)]
    [InlineData("display eq \"home\"", false, false)]
    [InlineData("value eq \"a\" and type eq \"home\"", false, true)]
    [InlineData("type eq \"home\" and value eq \"a\"", false, true)]
    [InlineData("value eq \"a\" and type eq \"work\"", false, false)]
    [InlineData("value eq \"a\" or type eq \"home\"", false, false)]
    public void A_selector_knows_its_own_test_and_what_never_means_its_element(string filter, bool isIt, bool excludes)
    {
        var where = Place.Parse("emails[type eq \"work\"]")!.Where!;
        Assert.Equal((isIt, excludes), (where.Is(Filter.Parse(filter)), where.Excludes(Filter.Parse(filter))));
    }
}
