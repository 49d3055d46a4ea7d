using System.Text.Json.Nodes;
using ScimGateway.Scim.Discovery;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Patching;

namespace ScimGateway.Scim.Tests.Discovery;

/// <summary>What targets say of themselves: of SCIM 2.0, of 1.1, and as servers write it.</summary>
public sealed class TargetDocumentTests
{
    private const string Gateway = "https://gw.example/scim/v2";

    public static TheoryData<string, string> Configs => CaseTable.Read("Discovery/configs.cases");

    public static IEnumerable<object[]> Answers =>
        Configs.Where(row => !((string)row[1]).StartsWith("! ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Configs))]
    public void A_target_says_what_it_can_do(string answer, string expected) =>
        Assert.Equal(expected, CaseTable.Outcome(() => Config(answer)));

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

    [Theory]
    [InlineData("""{"name":"a","type":"datetime","mutability":"read-only","returned":"ALWAYS"}""", "DateTime ReadOnly Always")]
    [InlineData("""{"name":"a","type":"date-time","mutability":"write-only"}""", "DateTime WriteOnly Default")]
    [InlineData("""{"name":"a","type":"bool","readOnly":true}""", "Boolean ReadOnly Default")]
    [InlineData("""{"name":"a","type":"int","readOnly":true,"mutability":"readWrite"}""", "Integer ReadWrite Default")]
    [InlineData("""{"name":"a","type":"number"}""", "Decimal ReadWrite Default")]
    [InlineData("""{"name":"a","subAttributes":[{"name":"b"}]}""", "Complex ReadWrite Default")]
    public void Characteristics_in_the_words_of_drafts_and_of_programmers_are_read(string attribute, string expected)
    {
        var read = SchemaReader.Read(Story.Object($$"""{"id":"urn:x","attributes":[{{attribute}}]}""")).Attributes[0];
        Assert.Equal(expected, $"{read.Type} {read.Mutability} {read.Returned}");
    }

    private static string Config(string answer)
    {
        var json = ServiceProviderConfig.Read(Story.Object(answer)).ToJson(Gateway);
        json.Remove("schemas");
        json.Remove("meta");
        return Story.Text(json);
    }
}
