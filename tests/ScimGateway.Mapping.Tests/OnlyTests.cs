using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

/// <summary><c>only: true</c>: what no row names is neither sent nor shown.</summary>
public sealed class OnlyTests
{
    private static Mappers.ResourceMapping Mapping { get; } = Mappings.Compile("""
        target({ User: { only: true, attributes: [
          map("userName", "login"), map("name.givenName", "first"), map("emails[type eq \"work\"].value", "mail"), map("urn:acme:2.0:User:team", "urn:t:2.0:User:team")
        ] } });
        """).At("/Users")!;

    [Fact]
    public void What_no_row_names_is_not_sent()
    {
        var sent = Mapping.ToTarget(
            Mappings.Json("""
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:acme:2.0:User","urn:other:2.0:User"],"userName":"ana","externalId":"7","title":"CTO","stranger":1,
                 "name":{"givenName":"Ana","familyName":"Lee"},"emails":[{"type":"home","value":"h"},{"type":"work","value":"w"}],
                 "urn:acme:2.0:User":{"team":"A","other":1},"urn:other:2.0:User":{"a":1}}
                """),
            ScimOperation.Create);

        Mappings.Same("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:t:2.0:User"],"login":"ana","first":"Ana","mail":"w","urn:t:2.0:User":{"team":"A"}}""", sent);
    }

    [Fact]
    public void What_no_row_names_is_not_shown()
    {
        var shown = Mapping.ToClient(Mappings.Target("""
            {"schemas":["urn:t:2.0:User"],"id":"1","meta":{"resourceType":"User"},"login":"ana","first":"Ana","salary":9,"title":"CTO","userName":"other","externalId":"7",
             "name":{"givenName":"X","familyName":"Lee"},"emails":[{"value":"h"}],"mail":"w","urn:t:2.0:User":{"team":"A","other":1},"urn:x:2.0:User":{"a":1}}
            """));

        Mappings.Same("""
            {"schemas":["urn:acme:2.0:User"],"id":"1","meta":{"resourceType":"User"},"userName":"ana","name":{"givenName":"Ana"},"emails":[{"type":"work","value":"w"}],"urn:acme:2.0:User":{"team":"A"}}
            """, shown);
    }

    [Theory]
    [InlineData("title", true)]
    [InlineData("name.familyName", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", true)]
    [InlineData("userName", false)]
    [InlineData("emails", false)]
    public void Nobody_can_be_found_by_it(string path, bool dropped) =>
        Assert.Equal(dropped, Mapping.Drops(AttributePath.Parse(path)));

    // rows beside userName | path | whether it is dropped
    [Theory]
    [InlineData("""map("name", "full")""", "name.familyName", false)]
    [InlineData("""map("name.givenName", "first")""", "name.givenName", false)]
    [InlineData("""map("name.givenName", "first")""", "name", false)]
    [InlineData("""map("emails.value", "emails.address")""", "emails.value", false)]
    [InlineData("""map("emails.value", "emails.address")""", "emails.type", true)]
    [InlineData("""map("emails[type eq \"work\"].value", "mail")""", "emails.value", false)]
    [InlineData("""map("emails[type eq \"work\"].value", "mail")""", "emails.display", true)]
    [InlineData("""map(["title", "nickName"], "label", { convert: "first" })""", "title", false)]
    [InlineData("""map(["title", "nickName"], "label", { convert: "first" })""", "displayName", true)]
    [InlineData("""map("title", ["a", "b"])""", "title", false)]
    [InlineData("""map("externalId", "other")""", "externalId", false)]
    [InlineData("""map("title", "job")""", "externalId", true)]
    [InlineData("""map(enterprise, "urn:y:2.0:User")""", Mappings.Enterprise + ":department", false)]
    [InlineData("""map(enterprise + ":department", "team")""", Mappings.Enterprise + ":department", false)]
    [InlineData("""map(enterprise + ":department", "team")""", Mappings.Enterprise + ":division", true)]
    [InlineData("""map(enterprise + ":manager.value", "boss")""", Mappings.Enterprise + ":manager.displayName", true)]
    [InlineData("""drop("title")""", "title", true)]
    public void What_rows_name_is_there_and_the_rest_is_not(string rows, string path, bool dropped)
    {
        var mapping = Mappings.Compile($$"""
            var enterprise = "{{Mappings.Enterprise}}";
            target({ User: { only: true, attributes: [ map("userName", "login"), {{rows}} ] } });
            """).At("/Users")!;
        Assert.Equal(dropped, mapping.Drops(ResourceType.User.ParsePath(path)));
    }

    [Theory]
    [InlineData(
        """map(enterprise, "urn:y:2.0:User")""",
        """{"urn:y:2.0:User":{"a":1}}""",
        $$$"""{"{{{Mappings.Enterprise}}}":{"a":1}}"""
    )]
    [InlineData(
        """map("title", "urn:y:2.0:User:t"), map("nickName", "urn:y:2.0:User:n")""",
        """{"URN:Y:2.0:USER":{"T":1,"n":2,"x":3},"b":4}""",
        """{"title":1,"nickName":2}"""
    )]
    [InlineData(
        """map("title", "urn:y:2.0:User:t"), map(enterprise, "urn:y:2.0:User")""",
        """{"urn:y:2.0:User":{"t":1,"x":3}}""",
        $$$"""{"{{{Mappings.Enterprise}}}":{"x":3},"title":1}"""
    )]
    [InlineData("""constant("source", "scim")""", """{"source":"scim","other":1}""", "{}")]
    [InlineData("""map("title", ["a", "b"])""", """{"b":1,"title":2}""", """{"title":1}""")]
    public void What_a_target_shows_is_what_rows_name(string rows, string target, string client)
    {
        var mapping = Mappings.Compile($$"""
            var enterprise = "{{Mappings.Enterprise}}";
            target({ User: { only: true, attributes: [ map("userName", "login"), {{rows}} ] } });
            """).At("/Users")!;
        Mappings.Same(client, mapping.ToClient(Mappings.Target(target)));
    }

    [Fact]
    public void Schemas_leave_it_out() => Assert.Equal(
        ["emails", "name", "userName"],
        Mapping.Shown.Schema.Attributes.Select(attribute => attribute.Name).Order(StringComparer.Ordinal)
    );
}
