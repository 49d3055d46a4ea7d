using System.Text.Json.Nodes;
using ScimGateway.Scim.Discovery;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Patching;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Discovery;

/// <summary>Discovery documents of targets: of SCIM 2.0, of 1.1, and as servers write them.</summary>
public sealed class TargetDocumentTests
{
    private const string Gateway = "https://gw.example/scim/v2";

    // The shape of SCIM 1.1 section 10: readOnly in place of mutability, and extensions among the attributes of the resource.
    private const string Schema11 = """
        {"id":"urn:scim:schemas:core:1.0:User","name":"User","description":"Core User","schema":"urn:scim:schemas:core:1.0","endpoint":"/Users","attributes":[
          {"name":"id","type":"string","multiValued":false,"schema":"urn:scim:schemas:core:1.0","readOnly":true,"required":true,"caseExact":false},
          {"name":"userName","type":"string","multiValued":false,"schema":"urn:scim:schemas:core:1.0","readOnly":false,"required":true,"caseExact":false},
          {"name":"groups","type":"complex","multiValued":true,"multiValuedAttributeChildName":"group","schema":"urn:scim:schemas:core:1.0","readOnly":"true","subAttributes":[
            {"name":"value","type":"string","readOnly":true},{"name":"type","type":"string","readOnly":true,"canonicalValues":["direct","indirect"]}]},
          {"name":"manager","type":"complex","multiValued":false,"schema":"urn:scim:schemas:extension:enterprise:1.0","readOnly":false,"subAttributes":[
            {"name":"managerId","type":"string","readOnly":false}]},
          {"name":"badge","type":"integer","schema":"urn:acme:1.0"}]}
        """;

    public static TheoryData<string, string> Configs => CaseTable.Read("Discovery/configs.cases");

    public static IEnumerable<object[]> Answers => Configs.Where(row => !((string)row[1]).StartsWith("! ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Configs))]
    public void A_target_says_what_it_can_do(string answer, string expected) => Assert.Equal(expected, CaseTable.Outcome(() => Config(answer)));

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_config_that_is_written_reads_back(string answer, string expected)
    {
        Assert.NotEmpty(answer);
        Assert.Equal(expected, Config(expected));
    }

    [Fact]
    public void The_default_config_reads_back()
    {
        var json = new ServiceProviderConfig().ToJson(Gateway);
        Story.Same(json, ServiceProviderConfig.Read((JsonObject)json.DeepClone()).ToJson(Gateway));
    }

    [Fact]
    public void A_schema_of_SCIM_1_1_becomes_those_that_its_attributes_belong_to()
    {
        var schemas = SchemaDocument.Read(Story.Node(Schema11));
        Assert.Equal([SchemaUrns.User, SchemaUrns.EnterpriseUser, "urn:acme:1.0"], schemas.Select(schema => schema.Id));
        Assert.Equal(["userName", "groups"], schemas[0].Attributes.Select(attribute => attribute.Name));
        Assert.Equal((Mutability.ReadOnly, true), (schemas[0].Find("groups")!.Mutability, schemas[0].Find("groups")!.MultiValued));
        Assert.Equal((Mutability.ReadWrite, true), (schemas[0].Find("userName")!.Mutability, schemas[0].Find("userName")!.Required));
        Assert.Equal(["direct", "indirect"], schemas[0].Find("groups")!.Sub("type")!.CanonicalValues);
        Assert.Equal("managerId", schemas[1].Find("manager")!.SubAttributes[0].Name);
        Assert.Equal(AttributeType.Integer, schemas[2].Find("badge")!.Type);
    }

    [Theory]
    [InlineData("{\"Resources\":[@]}")]
    [InlineData("{\"totalResults\":1,\"resources\":[@]}")]
    [InlineData("[@]")]
    [InlineData("@")]
    public void Schemas_come_alone_in_a_list_or_in_an_array(string shape)
    {
        var schemas = SchemaDocument.Read(Story.Node(shape.Replace("@", SchemaWriter.Write(WellKnownSchemas.Group).ToJsonString(), StringComparison.Ordinal)));
        Assert.Equal(SchemaWriter.Write(WellKnownSchemas.Group).ToJsonString(), SchemaWriter.Write(Assert.Single(schemas)).ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"a","type":"datetime","mutability":"read-only","returned":"ALWAYS"}""", "DateTime ReadOnly Always")]
    [InlineData("""{"name":"a","type":"date-time","mutability":"write-only"}""", "DateTime WriteOnly Default")]
    [InlineData("""{"name":"a","type":"bool","readOnly":true}""", "Boolean ReadOnly Default")]
    [InlineData("""{"name":"a","type":"int","readOnly":true,"mutability":"readWrite"}""", "Integer ReadWrite Default")]
    [InlineData("""{"name":"a","type":"number"}""", "Decimal ReadWrite Default")]
    [InlineData("""{"name":"a","subAttributes":[{"name":"b"}]}""", "Complex ReadWrite Default")]
    public void Characteristics_in_the_words_of_drafts_and_of_programmers_are_read(string attribute, string expected)
    {
        var read = SchemaDocument.Read(Story.Node($$"""{"id":"urn:x","attributes":[{{attribute}}]}"""))[0].Attributes[0];
        Assert.Equal(expected, $"{read.Type} {read.Mutability} {read.Returned}");
    }

    [Theory]
    [InlineData("""{"attributes":[]}""", "The target's answer cannot be read as its schemas: A schema lacks its 'id', a URI.")]
    [InlineData("\"none\"", "The target's answer cannot be read as a list: it is a JSON string; expected a ListResponse.")]
    public void What_is_no_schema_is_the_target_s_fault(string answer, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => SchemaDocument.Read(Story.Node(answer)));
        Assert.Equal((502, sentence), (fault.Status, fault.Message));
    }

    [Fact]
    public void A_resource_type_that_is_written_reads_back()
    {
        var type = Devices.Type with { RequiredExtensions = [Devices.Lease] };
        var json = ResourceTypeDocument.ToJson(type, Gateway);
        var read = Assert.Single(ResourceTypeDocument.Read(json.DeepClone(), [Devices.Schema, Devices.LeaseSchema]));
        Story.Same(json, ResourceTypeDocument.ToJson(read, Gateway));
        Assert.Equal(AttributeType.DateTime, read.Find(read.ParsePath(Devices.Lease + ":until"))!.Type);
        Assert.Contains($$"""{"schema":"{{Devices.Lease}}","required":true}""", json["schemaExtensions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"User","endpoint":"/Users","schema":"@core"}""", "User /Users @core")]
    [InlineData("""{"id":"User","endpoint":"Users/","schema":"@CORE"}""", "User /Users @core")]
    [InlineData("""{"name":"Group","endpoint":"https://x.example/scim/v2/Groups","schema":"@group","schemaExtensions":[{"schema":"urn:x:1.0","required":true},{"schema":"@ent"}]}""", "Group /Groups @group urn:x:1.0 @ent required urn:x:1.0")]
    [InlineData("""{"name":"X","endpoint":"/x","schema":"urn:nobody"}""", "! : The target's answer cannot be read as its resource types: the schema 'urn:nobody' of the resource type 'X' is not described.")]
    [InlineData("""{"name":"X","schema":"@core"}""", "! : The target's answer cannot be read as its resource types: the resource type 'X' lacks its endpoint.")]
    [InlineData("""{"schema":"@core"}""", "! : The target's answer cannot be read as its resource types: a resource type lacks its name.")]
    [InlineData("""{"Resources":[{"name":"X"}]}""", "! : The target's answer cannot be read as its resource types: the resource type 'X' lacks its schema.")]
    public void A_resource_type_is_read(string answer, string expected)
    {
        string read = CaseTable.Outcome(() => Text(Assert.Single(ResourceTypeDocument.Read(Acme.Json(answer.Replace("@CORE", SchemaUrns.User.ToUpperInvariant(), StringComparison.Ordinal)), []))));
        Assert.Equal(expected, Acme.Short(read));
    }

    private static string Text(ResourceType type) =>
        $"{type.Name} {type.Endpoint} {string.Join(' ', type.SchemaIds)}" + (type.RequiredExtensions.Count > 0 ? " required " + string.Join(' ', type.RequiredExtensions) : "");

    private static string Config(string answer)
    {
        var json = ServiceProviderConfig.Read(Story.Object(answer)).ToJson(Gateway);
        json.Remove("schemas");
        json.Remove("meta");
        return Story.Text(json);
    }
}
