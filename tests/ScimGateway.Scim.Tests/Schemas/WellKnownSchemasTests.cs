using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Schemas;

public sealed class WellKnownSchemasTests
{
    private const string Enterprise = SchemaUrns.EnterpriseUser;

    public static TheoryData<string, string> Characteristics => CaseTable.Read("Schemas/characteristics.cases");

    // A copy has what was worked out for the original, unless somebody thinks of it.
    [Fact]
    public void A_type_made_from_another_knows_its_own_schemas()
    {
        Assert.Equal([SchemaUrns.User, SchemaUrns.EnterpriseUser], ResourceType.User.SchemaIds);
        Assert.Equal([SchemaUrns.User], (ResourceType.User with { Extensions = [] }).SchemaIds);
        Assert.Equal(
            [SchemaUrns.Group, SchemaUrns.EnterpriseUser],
            (ResourceType.User with { Schema = WellKnownSchemas.Group }).SchemaIds
        );
    }

    // RFC 7643 section 8.7.1, an attribute a line.
    [Theory]
    [MemberData(nameof(Characteristics))]
    public void An_attribute_has_the_characteristics_of_the_RFC(string path, string expected)
    {
        var type = path.StartsWith("Group ", StringComparison.Ordinal) ? ResourceType.Group : ResourceType.User;
        var attribute = type.Find(type.ParsePath(path[(path.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(expected, attribute is null ? "unknown" : Describe(attribute));
    }

    [Theory]
    [InlineData(SchemaUrns.User, 21, 67)]
    [InlineData(SchemaUrns.Group, 2, 6)]
    [InlineData(Enterprise, 6, 9)]
    public void A_schema_is_whole(string id, int attributes, int withSubAttributes)
    {
        var schema = Schemas().Single(schema => schema.Id == id);
        Assert.Equal(attributes, schema.Attributes.Count);
        Assert.Equal(withSubAttributes, schema.Attributes.Sum(attribute => 1 + attribute.SubAttributes.Count));
        Assert.All(schema.Attributes, attribute => Assert.False(string.IsNullOrWhiteSpace(attribute.Description)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_schema_that_is_written_reads_back(int index)
    {
        var written = SchemaWriter.Write(Schemas()[index]);
        Assert.Equal(written.ToJsonString(), SchemaWriter.Write(SchemaReader.Read(written)).ToJsonString());
    }

    [Fact]
    public void A_written_schema_is_a_resource_of_its_own()
    {
        var written = SchemaWriter.Write(WellKnownSchemas.Group);
        Assert.Equal(SchemaUrns.Schema, (string?)written["schemas"]![0]);
        Assert.Equal("Schema", (string?)written["meta"]!["resourceType"]);
        Assert.Equal(SchemaUrns.Group, (string?)written["id"]);
        const string value = """
            {"name":"value","type":"string","multiValued":false,"description":"Identifier of the member of this Group.","required":false,
            "caseExact":true,"mutability":"immutable","returned":"default","uniqueness":"none"}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value), written["attributes"]![1]!["subAttributes"]![0]));
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "A schema lacks its 'id', a URI.")]
    [InlineData("""{"id":"urn:x","attributes":[{"type":"string"}]}""", "An attribute of 'urn:x' lacks its 'name'.")]
    [InlineData("""{"id":"urn:x","attributes":[{"name":"a"},{"name":"A"}]}""", "'urn:x' has the attribute 'a' twice.")]
    [InlineData(
        """{"id":"urn:x","attributes":[{"name":"a","subAttributes":[{"name":"b"},{"name":"b"}]}]}""",
        "'a' has the attribute 'b' twice."
    )]
    public void A_schema_that_makes_no_sense_is_refused(string json, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => SchemaReader.Read((JsonObject)JsonNode.Parse(json)!));
        Assert.Equal(sentence, fault.Message);
    }

    [Fact]
    public void Characteristics_that_are_left_out_have_the_defaults_of_the_RFC()
    {
        var schema = SchemaReader.Read(
            (JsonObject)JsonNode.Parse("""{"id":"urn:x","attributes":[{"name":"a","type":"7","mutability":"sometimes"}]}""")!
        );
        Assert.Equal("string default", Describe(schema.Attributes[0]));
    }

    [Theory]
    [InlineData("USERNAME", "userName")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:user:Name.FamilyName", "name.familyName")]
    [InlineData("urn:IETF:params:scim:schemas:extension:enterprise:2.0:User:MANAGER.$REF", Enterprise + ":manager.$ref")]
    [InlineData("urn:IETF:params:scim:schemas:extension:enterprise:2.0:User", Enterprise)]
    [InlineData("urn:acme:2.0:User:Badge", "urn:acme:2.0:User:Badge")]
    [InlineData("Nothing.Known", "Nothing.Known")]
    [InlineData("emails.Shape", "emails.Shape")]
    public void A_path_gets_the_spelling_of_its_schema(string text, string canonical) =>
        Assert.Equal(canonical, ResourceType.User.ParsePath(text).ToString());

    [Fact]
    public void An_extension_that_was_read_as_a_schema_and_a_name_is_found_again() =>
        Assert.Equal(new AttributePath(null, Enterprise), ResourceType.User.Canonical(AttributePath.Parse(Enterprise)));

    [Fact]
    public void A_copy_of_a_type_with_another_extension_knows_its_URI()
    {
        Assert.DoesNotContain("urn:acme:2.0:Badge.x", ResourceType.User.SchemaIds);
        var copy = ResourceType.User with { Extensions = [new SchemaDefinition { Id = "urn:acme:2.0:Badge.x", Name = "" }] };
        Assert.Equal(new AttributePath("urn:acme:2.0:Badge.x", "no"), copy.ParsePath("urn:acme:2.0:badge.X:no"));
        Assert.Equal(SchemaUrns.Group, (copy with { Schema = WellKnownSchemas.Group }).SchemaIds[0]);
    }

    private static SchemaDefinition[] Schemas() =>
        [WellKnownSchemas.Common, WellKnownSchemas.User, WellKnownSchemas.Group, WellKnownSchemas.EnterpriseUser];

    // The type, then only what is not the default of RFC 7643 section 2.2.
    private static string Describe(AttributeDefinition attribute) => string.Join(' ', new[]
    {
        Camel(attribute.Type),
        attribute.MultiValued ? "multiValued" : null,
        attribute.Required ? "required" : null,
        attribute.CaseExact ? "caseExact" : null,
        attribute.Mutability == Mutability.ReadWrite ? null : Camel(attribute.Mutability),
        "returned-" + Camel(attribute.Returned),
        attribute.Uniqueness == Uniqueness.None ? null : "unique-" + Camel(attribute.Uniqueness),
        attribute.CanonicalValues.Count == 0 ? null : string.Join('|', attribute.CanonicalValues),
        attribute.ReferenceTypes.Count == 0 ? null : "to " + string.Join('|', attribute.ReferenceTypes),
    }.OfType<string>()).Replace("returned-default", "default", StringComparison.Ordinal);

    private static string Camel<T>(T word)
        where T : struct, Enum => char.ToLowerInvariant(word.ToString()[0]) + word.ToString()[1..];
}
