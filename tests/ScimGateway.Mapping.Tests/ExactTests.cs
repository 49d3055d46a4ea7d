using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

/// <summary>Which operations say to the target by themselves what they say to the client, and what they are then.</summary>
public sealed class ExactTests
{
    private const string X = "urn:x:2.0:User";
    private const string Value = "\"v\"";
    private const string List = """[{"value":"a"}]""";
    private const string Names = """map("name.givenName", "first"), map("name.familyName", "last")""";
    private const string WorkUnread = """map("emails[type eq \"work\"].value", "mail", { read: false })""";
    private const string Roles = """map("roles", "roleList", { convert: "list:," })""";
    private const string Boss = """map(enterprise + ":manager.value", peakon + ":Boss"), drop(enterprise + ":manager")""";
    private const string Manager = Mappings.Enterprise + ":manager";
    private const string Choice = """map(["nickName", "displayName"], "label", { convert: "first" })""";
    private const string Active = """map("title", "job", { when: 'active eq true' })""";
    private const string Kinds = """map("userType", "kind", { values: { Guest: "G" }, otherwise: "omit" """;

    // rows | verb | path | value | what the target gets; "no" for what must be read first
    [Theory]
    [InlineData("""map("title", "job")""", "replace", "title", Value, """replace job "v" """)]
    [InlineData("""map("title", "job")""", "replace", "nickName", Value, """replace nickName "v" """)]
    [InlineData("""map("title", "job")""", "replace", "job", Value, "no")]
    [InlineData("""map("title", "job")""", "replace", "JOB.x", Value, "no")]
    [InlineData("""map("title", "job", { convert: "lower" })""", "add", "title", "\"V\"", """add job "v" """)]
    [InlineData("""map("title", "job", { convert: "lower" })""", "remove", "title", null, "remove job")]
    [InlineData("""map("title", "job", { empty: "" })""", "remove", "title", null, "no")]
    [InlineData("""map("title", "job", { empty: "" })""", "replace", "title", "null", "no")]
    [InlineData("""map("title", "job", { empty: "" })""", "replace", "title", Value, """replace job "v" """)]
    [InlineData("""map("title", "name.title")""", "replace", "title", Value, """replace name.title "v" """)]
    [InlineData(
        """map("title", "job", { on: "create" }), map("nickName", "job", { on: "update", read: false })""",
        "replace",
        "title",
        Value,
        ""
    )]
    [InlineData(
        """map("title", "job", { on: "create" }), map("nickName", "job", { on: "update", read: false })""",
        "replace",
        "nickName",
        Value,
        "no"
    )]
    [InlineData("""map("title", "data.t"), map("nickName", "data.n")""", "replace", "title", Value, """replace data.t "v" """)]
    [InlineData("""map("name", "data"), map("title", "data.t")""", "replace", "title", Value, "no")]
    [InlineData(Active, "replace", "title", Value, "no")]
    [InlineData(Active, "replace", "active", "true", "no")]
    [InlineData(Active, "replace", "nickName", Value, """replace nickName "v" """)]
    [InlineData(Choice, "replace", "nickName", Value, "no")]
    [InlineData(Choice, "replace", "displayName", Value, "no")]
    [InlineData(Choice, "replace", "title", Value, """replace title "v" """)]
    [InlineData("""map("displayName", ["label", "alias"])""", "replace", "displayName", Value, "no")]
    [InlineData("""map("emails", "emails", { defaultType: "work" })""", "add", "emails", List, "no")]
    [InlineData("""map("emails", "emails", { defaultType: "work" })""", "add", "roles", List, """add roles [{"value":"a"}]""")]
    [InlineData("""map("name", "full")""", "replace", "name", """{"givenName":"A"}""", """replace full {"givenName":"A"}""")]
    [InlineData("""map("name", "full")""", "remove", "name.givenName", null, "remove full.givenName")]
    [InlineData("""map("name", peakon + ":Full Name")""", "replace", "name.givenName", Value, "no")]
    [InlineData(
        """map("name", peakon + ":Full Name")""",
        "remove",
        "name",
        null,
        $$$"""replace  {"{{{Mappings.Peakon}}}":{"Full Name":null}}"""
    )]
    [InlineData("""map("name", "data.full")""", "replace", "name", """{"givenName":"A"}""", "no")]
    [InlineData("""map("name", "data.full")""", "remove", "name", null, "remove data.full")]
    [InlineData("""map("roles", "data.roles")""", "replace", "roles", List, """replace data.roles [{"value":"a"}]""")]
    [InlineData("""map("roles", "data.roles")""", "add", "roles", List, "no")]
    [InlineData("""map("roles", "lists[kind eq \"r\"].all")""", "replace", "roles", List, "no")]
    [InlineData(Roles, "replace", "roles", List, """replace roleList "a" """)]
    [InlineData(Roles, "replace", "roles", "[]", "remove roleList")]
    [InlineData(Roles, "add", "roles", List, "no")]
    [InlineData(Roles, "remove", "roles", null, "remove roleList")]
    [InlineData(Roles, "replace", "roles.value", Value, "no")]
    [InlineData(Roles, "remove", "roles[value eq \"a\"]", null, "no")]
    [InlineData(Kinds + " })", "replace", "userType", "\"Robot\"", "remove kind")]
    [InlineData(Kinds + """, empty: "" })""", "replace", "userType", "\"Robot\"", """replace kind "" """)]
    [InlineData(Kinds + """, on: "create" })""", "replace", "userType", "\"Robot\"", "")]
    [InlineData(
        Names,
        "replace",
        "name",
        """{"givenName":"A","familyName":"B","middleName":"M"}""",
        """replace  {"name":{"middleName":"M"},"first":"A","last":"B"}"""
    )]
    [InlineData(Names, "replace", "name", "null", "no")]
    [InlineData(Names, "replace", "name.familyName", Value, """replace last "v" """)]
    [InlineData(Names, "replace", "name.middleName", Value, """replace name.middleName "v" """)]
    [InlineData(Names, "remove", "name", null, "remove first;remove last;remove name")]
    [InlineData("""map("name.givenName", "first", { on: "create" })""", "remove", "name", null, "remove name")]
    [InlineData("""map("name.givenName", "parts[kind eq \"g\"].text")""", "replace", "name.givenName", Value, "no")]
    [InlineData("""map("name.givenName", "first"), drop("name")""", "replace", "name.givenName", Value, """replace first "v" """)]
    [InlineData("""map("name.givenName", "first"), drop("name")""", "remove", "name", null, "no")]
    [InlineData(Boss, "replace", Manager + ".value", Value, $$$"""replace {{{Mappings.Peakon}}}:Boss "v" """)]
    [InlineData(Boss, "remove", Manager, null, "no")]
    [InlineData(Boss, "remove", Manager + ".value", null, $"remove {Mappings.Peakon}:Boss")]
    [InlineData(Boss, "replace", Manager, Value, "no")]
    [InlineData(
        """map("emails.value", "emails.address")""",
        "replace",
        "emails[type eq \"work\"].value",
        Value,
        """replace emails[type eq "work"].address "v" """
    )]
    [InlineData(
        """map("emails.value", "emails.address")""",
        "replace",
        "emails[value eq \"a\"].value",
        Value,
        """replace emails[address eq "a"].address "v" """
    )]
    [InlineData("""map("emails.value", "emails.address")""", "remove", "emails[type eq \"work\"]", null, "no")]
    [InlineData("""map("emails.value", "emails.address")""", "add", "emails", List, """add  {"emails":[{"address":"a"}]}""")]
    [InlineData(
        """map("emails.value", "emails.address", { convert: "lower" })""",
        "replace",
        "emails[type eq \"work\"].value",
        Value,
        "no"
    )]
    [InlineData("""map("emails.value", "emails.address", { on: "create" })""", "add", "emails", List, "no")]
    [InlineData(WorkUnread, "replace", "emails[type eq \"work\"].value", Value, """replace mail "v" """)]
    [InlineData(WorkUnread, "remove", "emails[type eq \"work\"].value", null, "remove mail")]
    [InlineData(WorkUnread, "replace", "emails[type eq \"home\"].value", Value, "no")]
    [InlineData(WorkUnread, "replace", "emails[type eq \"work\"].display", Value, "no")]
    [InlineData(WorkUnread, "add", "emails", List, "no")]
    [InlineData(
        WorkUnread + """, map("emails[type eq \"home\"].value", "other")""",
        "replace",
        "emails[type eq \"work\"].value",
        Value,
        "no"
    )]
    [InlineData("""map("emails[type eq \"work\"].value", "mail")""", "replace", "emails[type eq \"work\"].value", Value, "no")]
    [InlineData("""drop("emails[type eq \"work\"].value")""", "replace", "emails[type eq \"work\"].value", Value, "")]
    [InlineData($$"""map("{{X}}", "urn:y:2.0:User")""", "replace", X + ":a", Value, "no")]
    [InlineData($$"""map("{{X}}:a", "{{X}}:b")""", "replace", X + ":b", Value, "no")]
    [InlineData($$"""map("{{X}}:a", "{{X}}:b")""", "replace", X + ":c", Value, $"replace {X}:c \"v\"")]
    [InlineData($$"""map("{{X}}:a", "{{X}}:b", { when: 'title pr' })""", "replace", X + ":a", Value, "no")]
    [InlineData("""drop("title")""", "replace", "title", Value, "")]
    [InlineData(
        """map("title", "job")""",
        "add",
        null,
        """{"title":"CTO","nickName":"n"}""",
        """add  {"job":"CTO","nickName":"n"}"""
    )]
    [InlineData("""map("title", "nickName")""", "add", null, """{"title":"CTO","nickName":"n"}""", "no")]
    [InlineData("""drop("title")""", "add", null, """{"title":"CTO"}""", "")]
    public void An_operation_says_it_by_itself_or_the_resource_is_read(
        string rows,
        string verb,
        string? path,
        string? value,
        string told
    )
    {
        var mapping = Mappings.User(rows);
        var operation = new PatchOperation(
            Enum.Parse<PatchVerb>(verb, ignoreCase: true),
            path is null ? null : PatchPath.Parse(path, new ReadingRules(mapping.Type)),
            value is null ? null : JsonNode.Parse(value));
        var patch = new PatchRequest([operation]);

        Assert.Equal(told != "no", mapping.IsExact(patch));
        if (told == "no") Assert.Equal(ScimType.InvalidPath, Assert.Throws<ScimException>(() => mapping.ToTarget(patch)).Type);
        else Assert.Equal(told.Trim(), string.Join(';', mapping.ToTarget(patch).Operations.Select(Said)));
    }

    [Fact]
    public void With_a_toTarget_function_none_does() =>
        Assert.False(Mappings
            .Compile("target({ User: { attributes: [ map('title', 'job') ], toTarget: user => user } });")
            .At("/Users")!
            .IsExact(
                new PatchRequest([
                    new PatchOperation(PatchVerb.Replace, new PatchPath(ResourceType.User.ParsePath("nickName")), "v"),
                ])
            ));

    private static string Said(PatchOperation operation) =>
        $"{operation.Verb.ToString().ToLowerInvariant()} {operation.Path?.ToString() ?? ""} {operation.Value?.ToJsonString()}".TrimEnd();
}
