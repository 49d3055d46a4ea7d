using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

/// <summary>What of a client's resource the target does not get, and how that is told.</summary>
public sealed class UnwrittenTests
{
    private const string Parts = """drop("name"), map("name.givenName", "first")""";
    private const string Work = """drop("emails"), map("emails[type eq \"work\"].value", "mail")""";
    private const string Manager = """map(enterprise + ":manager.value", "boss"), drop(enterprise + ":manager")""";
    private const string Home = """drop("emails[type eq \"home\"].value")""";
    private const string Join = """map(["name.givenName", "name.familyName"], "full", { convert: "join: " """;
    private const string ByTwo = """map("title", "a", { on: "create" }), map("title", "b", { on: "update", read: false })""";
    private const string Refused = "400 mutability for strict clients; the others' is left out, and the log says so";
    private const string RefusedIfOther = "400 mutability for strict clients when the value differs from the one shown; the others' is left out, and the log says so";

    // rows | operation | the client's resource | what of it the target does not get
    [Theory]
    [InlineData("""drop("title")""", ScimOperation.Create, """{"TITLE":"CTO"}""", "title \"CTO\"")]
    [InlineData("""drop("title")""", ScimOperation.Create, """{"title":""}""", "")]
    [InlineData("""drop("title")""", ScimOperation.Create, """{"title":null}""", "")]
    [InlineData("""drop("title")""", ScimOperation.Create, """{"title":false}""", "title false")]
    [InlineData(
        """map("title", "job", { readOnly: true })""",
        ScimOperation.Create,
        """{"title":"CTO"}""",
        "title \"CTO\" shown"
    )]
    [InlineData("""map("title", "job", { on: "create" })""", ScimOperation.Create, """{"title":"CTO"}""", "")]
    [InlineData("""map("title", "job", { on: "create" })""", ScimOperation.Replace, """{"title":"CTO"}""", "title \"CTO\" shown")]
    [InlineData("""map("title", "job", { on: "update" })""", ScimOperation.Create, """{"title":"CTO"}""", "title \"CTO\" shown")]
    [InlineData("""map("title", "job", { on: "update" })""", ScimOperation.Replace, """{"title":"CTO"}""", "")]
    [InlineData(ByTwo, ScimOperation.Replace, """{"title":"CTO"}""", "")]
    [InlineData("""drop("name")""", ScimOperation.Create, """{"name":{"givenName":"","middleName":null}}""", "")]
    [InlineData(
        """drop("name")""",
        ScimOperation.Create,
        """{"name":{"givenName":"","familyName":"L"}}""",
        """name {"givenName":"","familyName":"L"}"""
    )]
    [InlineData("""drop("roles")""", ScimOperation.Create, """{"roles":[{"value":""},null]}""", "")]
    [InlineData(
        """drop("roles")""",
        ScimOperation.Create,
        """{"roles":[{"value":""},{"value":"a"}]}""",
        """roles [{"value":""},{"value":"a"}]"""
    )]
    [InlineData(Parts, ScimOperation.Create, """{"name":{"givenName":"A"}}""", "")]
    [InlineData(
        Parts,
        ScimOperation.Create,
        """{"name":{"givenName":"A","familyName":"L"}}""",
        """name {"familyName":"L"} shown not"""
    )]
    [InlineData(Work, ScimOperation.Create, """{"emails":[{"type":"work","value":"w","primary":true}]}""", "")]
    [InlineData(
        Work,
        ScimOperation.Create,
        """{"emails":[{"type":"work","value":"w"},{"Type":"home","value":"h","primary":true}]}""",
        """emails [{"value":"h"}]"""
    )]
    [InlineData(
        Manager,
        ScimOperation.Create,
        $$$$"""{"{{{{Mappings.Enterprise}}}}":{"manager":{"value":"m","$ref":"x","displayName":"M"}}}""",
        ""
    )]
    [InlineData(
        Manager,
        ScimOperation.Create,
        $$$$"""{"{{{{Mappings.Enterprise}}}}":{"manager":{"value":"m","rank":1}}}""",
        $$"""{{Mappings.Enterprise}}:manager {"rank":1}"""
    )]
    [InlineData(
        """drop("urn:x:2.0:User"), map("urn:x:2.0:User:a", "a")""",
        ScimOperation.Create,
        """{"urn:x:2.0:User":{"a":1,"b":2}}""",
        """urn:x:2.0:User {"b":2}"""
    )]
    [InlineData(
        """drop("urn:x:2.0:User"), map("urn:x:2.0:User:a", "a")""",
        ScimOperation.Create,
        """{"urn:x:2.0:User":{"a":1}}""",
        ""
    )]
    [InlineData("""drop("emails.display")""", ScimOperation.Create, """{"emails":[{"display":"x"}]}""", "")]
    [InlineData("""map("meta.created", "made", { readOnly: true })""", ScimOperation.Create, """{"meta":{"created":"x"}}""", "")]
    [InlineData(
        Home,
        ScimOperation.Create,
        """{"emails":[{"type":"work","value":"w"},{"type":"home","value":"h"}]}""",
        """emails[type eq "home"].value "h" """
    )]
    public void What_the_target_does_not_get_is_known(string rows, ScimOperation operation, string client, string lost)
    {
        var resource = Mappings.Json(client);
        var found = Mappings
            .User(rows)
            .Unwritten(operation)
            .Select(one => (one.Name, Value: one.ValueIn(resource), one.IsShown))
            .Where(one => one.Value is not null);
        Assert.Equal(
            lost.Replace(" shown not", "", StringComparison.Ordinal).Trim(),
            string.Join(';', found.Select(one => $"{one.Name} {one.Value!.ToJsonString()}{(one.IsShown ? " shown" : "")}"))
        );
        Mappings.Same(client, resource);
    }

    [Theory]
    [InlineData(Home, "emails[type eq \"work\"].value", false)]
    [InlineData(Home, "emails[type eq \"home\"].value", true)]
    [InlineData(Home, "emails[value eq \"x\"].value", true)]
    [InlineData(Home, "emails.value", true)]
    [InlineData(Home, "emails", true)]
    [InlineData(Home, "emails.display", false)]
    [InlineData(Home, "userName", false)]
    [InlineData("""drop("name.givenName")""", "name", true)]
    [InlineData("""drop("name.givenName")""", "NAME.GIVENNAME", true)]
    [InlineData("""drop("name.givenName")""", "name.familyName", false)]
    [InlineData("""drop("name")""", "name.givenName", true)]
    [InlineData("""drop("urn:x:2.0:User")""", "urn:x:2.0:User:a", true)]
    [InlineData("""drop("urn:x:2.0:User")""", "urn:y:2.0:User:a", false)]
    [InlineData("""drop("urn:x:2.0:User:a")""", "urn:x:2.0:User:a", true)]
    [InlineData("""drop("urn:x:2.0:User:a")""", "urn:x:2.0:User:b", false)]
    public void A_change_may_be_of_it(string row, string path, bool may)
    {
        var mapping = Mappings.User(row);
        Assert.Equal(may, Assert
            .Single(mapping.Unwritten(ScimOperation.Replace))
            .MayBeChangedAt(PatchPath.Parse(path, new ReadingRules(mapping.Type))));
    }

    [Theory]
    [InlineData("""drop("title")""", "title", true, null)]
    [InlineData("""drop("title")""", "nickName", false, Mutability.ReadWrite)]
    [InlineData("""map("title", "job")""", "title", false, Mutability.ReadWrite)]
    [InlineData("""map("title", "job", { readOnly: true })""", "title", false, Mutability.ReadOnly)]
    [InlineData("""map("title", "job", { on: "create" })""", "title", false, Mutability.Immutable)]
    [InlineData("""map("title", "job", { on: "update" })""", "title", false, Mutability.ReadWrite)]
    [InlineData("""map("title", "job", { read: false })""", "title", false, Mutability.ReadWrite)]
    [InlineData("""map("password", "secret", { readOnly: true })""", "password", false, Mutability.WriteOnly)]
    [InlineData(ByTwo, "title", false, Mutability.ReadWrite)]
    [InlineData(Parts, "name", false, Mutability.ReadWrite)]
    [InlineData(Parts, "name.givenName", false, Mutability.ReadWrite)]
    [InlineData(Parts, "name.familyName", true, null)]
    [InlineData("""map("name", "full", { readOnly: true })""", "name.givenName", false, Mutability.ReadOnly)]
    [InlineData(
        """map("name", "full", { readOnly: true }), map("name.givenName", "first")""",
        "name",
        false,
        Mutability.ReadWrite
    )]
    [InlineData(Work, "emails", false, Mutability.ReadWrite)]
    [InlineData(Work, "emails.value", false, Mutability.ReadWrite)]
    [InlineData(Work, "emails.type", false, Mutability.ReadWrite)] // what the element is chosen by
    [InlineData("""drop(enterprise)""", Mappings.Enterprise + ":department", true, null)]
    [InlineData(
        """drop(enterprise), map(enterprise + ":department", "team")""",
        Mappings.Enterprise + ":department",
        false,
        Mutability.ReadWrite
    )]
    [InlineData("""drop(enterprise), map(enterprise + ":department", "team")""", Mappings.Enterprise + ":division", true, null)]
    [InlineData(Join + " })", "name.givenName", false, Mutability.ReadWrite)]
    [InlineData(Join + ", readOnly: true })", "name.givenName", false, Mutability.ReadOnly)]
    [InlineData(Join + """, on: "create" })""", "name.familyName", false, Mutability.Immutable)]
    public void Clients_are_told_what_is_there_and_who_may_change_it(string rows, string path, bool dropped, Mutability? told)
    {
        var (mapping, attribute) = (Mappings.User(rows), ResourceType.User.ParsePath(path));
        Assert.Equal((dropped, told), (mapping.Drops(attribute), mapping.Shown.Find(attribute)?.Mutability));
    }

    [Fact]
    public void A_fromTarget_function_may_show_what_is_dropped()
    {
        var mapping = Mappings
            .Compile("""target({ User: { attributes: [ drop("title") ], fromTarget: user => user } });""")
            .At("/Users")!;
        Assert.False(mapping.Drops(AttributePath.Parse("title")));
        Assert.True(Assert.Single(mapping.Unwritten(ScimOperation.Create)).IsShown);
    }

    // rows | the first row's note
    [Theory]
    [InlineData("""map("title", "job")""", null)]
    [InlineData("""constant("source", "scim")""", null)]
    [InlineData("""drop("title")""", $"title is dropped. PATCH: {Refused}. Filters: 400 invalidFilter. /Schemas: not there.")]
    [InlineData(
        """map("title", "job", { readOnly: true })""",
        $"title is only read. PATCH: {RefusedIfOther}. Filters: asked at the target, as job. /Schemas: readOnly."
    )]
    [InlineData(
        """map("title", "job", { on: "create" })""",
        $"title is written by a create only. PATCH: {RefusedIfOther}. Filters: asked at the target, as job. /Schemas: immutable."
    )]
    [InlineData(
        """map("title", "job", { on: "update" })""",
        "title is written by a change only. PATCH: written. Filters: asked at the target, as job. /Schemas: readWrite."
    )]
    [InlineData("""map("title", "job", { read: false })""", "title is never read back. PATCH: written, and no answer shows it. Filters: asked at the target, as job. /Schemas: readWrite.")]
    [InlineData(
        """map("title", "job", { read: false, on: "create" })""",
        $"title is written by a create only. PATCH: {Refused}. Filters: asked at the target, as job. /Schemas: immutable."
    )]
    [InlineData("""map("password", "secret", { read: false })""", "password is never read back. PATCH: written, and no answer shows it. Filters: asked at the target, as secret. /Schemas: writeOnly.")]
    [InlineData("""map("externalId", "other", { read: false })""", "externalId is never read back. PATCH: written, and no answer shows it. Filters: find nobody: the target does not take them, and no answer shows it. /Schemas: readWrite.")]
    [InlineData("""map("nickName", "nick", { readOnly: true })""", $"nickName is only read. PATCH: {RefusedIfOther}. Filters: evaluated by the gateway over the list, within limits.scanResources. /Schemas: readOnly.")]
    [InlineData(
        """map("active", "job", { convert: "boolean:Y/N", readOnly: true })""",
        $"active is only read. PATCH: {RefusedIfOther}. Filters: asked at the target, as job. /Schemas: readOnly."
    )]
    [InlineData(
        """map("urn:x:2.0:User:n", "job", { convert: "integer", readOnly: true })""",
        $"urn:x:2.0:User:n is only read. PATCH: {RefusedIfOther}. Filters: asked at the target, as job. /Schemas: readOnly."
    )]
    [InlineData(
        """drop("title"), map("nickName", "nick")""",
        $"title is dropped. PATCH: {Refused}. Filters: 400 invalidFilter. /Schemas: not there."
    )]
    [InlineData(
        Parts,
        $"the rest of name is dropped. PATCH: {Refused}. Filters: as the rows of its parts say. /Schemas: readWrite."
    )]
    [InlineData(
        Work,
        $"the rest of emails is dropped. PATCH: {Refused}. Filters: as the rows of its parts say. /Schemas: readWrite."
    )]
    [InlineData(
        """drop(enterprise), map(enterprise + ":department", "team")""",
        $"the rest of {Mappings.Enterprise} is dropped. PATCH: {Refused}. Filters: as the rows of its parts say. /Schemas: there."
    )]
    [InlineData("""map(enterprise, "urn:y:2.0:User", { readOnly: true })""", $"{Mappings.Enterprise} is only read. PATCH: {RefusedIfOther}. Filters: evaluated by the gateway over the list, within limits.scanResources. /Schemas: there.")]
    [InlineData(ByTwo, "title is written by a create only. PATCH: written by another row. Filters: evaluated by the gateway over the list, within limits.scanResources. /Schemas: readWrite.")]
    [InlineData("""map("emails[type eq \"work\"].value", "mail", { readOnly: true })""", $"emails[type eq \"work\"].value is only read. PATCH: {RefusedIfOther}. Filters: asked at the target, as mail. /Schemas: readWrite.")]
    public void A_row_says_what_becomes_of_what_it_does_not_write_or_read(string rows, string? note)
    {
        var mapping = Mappings.Compile($$"""
            var enterprise = "{{Mappings.Enterprise}}";
            target({ can: { filters: { attributes: ["userName", "job", "mail", "secret"] } }, User: { attributes: [ {{rows}} ] } });
            """).At("/Users")!;
        Assert.Equal(note, mapping.Rows[0].Note);
    }

    [Theory]
    [InlineData("""map("title", "job")""", null)]
    [InlineData("""map("title", "job", { convert: "lower", on: "create" })""", "converted, on create only")]
    [InlineData("""map("title", "job", { readOnly: true })""", "never written")]
    [InlineData(
        """map("title", "job", { on: "update", read: false, empty: null })""",
        "on update only, never read back, cleared by null"
    )]
    [InlineData("""map("title", "job", { default: "x", empty: "" })""", "cleared by \"\", \"x\" when the client says nothing")]
    [InlineData(
        """map("title", "job", { default: user => "x", when: 'active eq true' })""",
        "on a condition, made by a function when the client says nothing"
    )]
    [InlineData("""map(["title", "nickName"], "job", { convert: "first" })""", "converted, made of title and nickName")]
    [InlineData(
        """map(enterprise + ":manager.value", "boss", { reference: { type: "User", by: "userName" } })""",
        "a reference to a User by userName"
    )]
    public void A_row_says_how_it_moves_a_value(string rows, string? how) => Assert.Equal(how, Mappings.User(rows).Rows[0].How);

    [Fact]
    public void Rows_are_shown_with_both_places_and_what_they_add()
    {
        MappingRow[] rows = [.. Mappings
            .User("""map("displayName", ["label", "alias"], { default: 7 }), drop("title"), constant("source", "scim")""")
            .Rows];
        Assert.Equal(
            ["displayName label 7", "displayName alias ", "title  ", " source \"scim\""],
            rows.Select(row => $"{row.Client} {row.Target} {row.Given}")
        );
    }

    [Theory]
    [InlineData("""map("title", "job")""", "title", false)]
    [InlineData("""map("title", "job", { default: "x" })""", "title", true)]
    [InlineData("""map("title", "job", { default: user => "x" })""", "title", true)]
    [InlineData("""map("title", "job", { on: "update" })""", "title", true)]
    [InlineData("""drop("title")""", "title", true)]
    [InlineData("""constant("title", "x")""", "title", true)]
    [InlineData("""map("nickName", "title")""", "title", true)]
    [InlineData("""map("nickName", "nick")""", "title", false)]
    public void The_target_gets_a_value_though_the_client_says_nothing(string rows, string path, bool supplied) =>
        Assert.Equal(supplied, Mappings.User(rows).Supplies(AttributePath.Parse(path)));

    [Theory]
    [InlineData("""map("userName", "emails")""", "userName", true)]
    [InlineData("""map("userName", "login")""", "userName", false)]
    [InlineData("""map("userName", "emails[type eq \"work\"].value")""", "userName", false)]
    [InlineData("""map("roles", "emails")""", "roles", false)]
    [InlineData("""map("userName", "emails")""", "title", false)]
    public void The_target_may_answer_with_more_than_is_asked(string rows, string path, bool more) =>
        Assert.Equal(more, Mappings.User(rows).AsksMore(AttributePath.Parse(path)));

    [Theory]
    [InlineData("""map("title", "job")""", false, false)]
    [InlineData("""drop("title")""", true, false)]
    [InlineData("""map("title", "job", { on: "create" })""", true, false)]
    [InlineData("""map("title", "job", { on: "update" })""", false, false)]
    [InlineData("""drop("emails[type eq \"home\"]")""", true, true)]
    [InlineData("""map("emails[type eq \"home\"].value", "emails[type eq \"home\"].value", { readOnly: true })""", true, true)]
    [InlineData("""map("emails[type eq \"home\"].value", "emails[type eq \"home\"].value")""", false, false)]
    [InlineData(
        """map(enterprise + ":manager.value", "boss", { reference: { type: "User", by: "userName", missing: "omit" } })""",
        true,
        false
    )]
    [InlineData("""map(enterprise + ":manager.value", "boss", { reference: { type: "User", by: "userName" } })""", false, false)]
    public void A_PUT_of_what_is_written_loses_what_is_not(string rows, bool loses, bool keepsElements)
    {
        var mapping = Mappings.User(rows);
        Assert.Equal((loses, keepsElements), (mapping.LosesInReplace, mapping.KeepsElements));
    }
}
