using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

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
        var shown = Mapping.ToClient(Mappings.Json("""
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
    public void Nobody_can_be_found_by_it(string path, bool dropped) => Assert.Equal(dropped, Mapping.Drops(AttributePath.Parse(path)));

    [Fact]
    public void Schemas_leave_it_out() => Assert.Equal(["emails", "name", "userName"], Mapping.Shown.Schema.Attributes.Select(attribute => attribute.Name).Order(StringComparer.Ordinal));
}
