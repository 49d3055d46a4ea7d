using System.Text;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>Targets whose <c>id</c> or <c>meta</c> is not what it should be: nothing is copied that must be looked at.</summary>
public sealed class OddIdTests
{
    private static readonly AnswerPlan Plan = new(ResourceType.User, answered => answered, []);

    [Theory]
    [InlineData("""{"id":["u-1","u-2"],"userName":"ana"}""", """["u-1","u-2"]""", null)]
    [InlineData("""{"id":["u-1"],"meta":{"location":"http://target/Users/u-1"}}""", """["u-1"]""", null)]
    [InlineData("""{"id":{"value":"u-1"}}""", """{"value":"u-1"}""", null)]
    [InlineData("""{"id":42}""", "\"42\"", "https://gw/Users/42")]
    [InlineData("""{"id":"u-1","meta":[{"location":"http://target/Users/u-1"}]}""", "\"u-1\"", "https://gw/Users/u-1")]
    [InlineData("""{"id":"u-1","meta":"x"}""", "\"u-1\"", "https://gw/Users/u-1")]
    public void An_answer_is_written_with_the_gateway_s_address_or_none(string answered, string id, string? location)
    {
        var list = UnreadList.Over(
            Encoding.UTF8.GetBytes($$"""{"totalResults":1,"Resources":[{{answered}}]}"""),
            Plan,
            askedIndex: 1
        )!;
        using var buffer = new PooledBuffer();
        list.WriteTo(buffer, "https://gw");
        var written = ScimJson.ParseObject(buffer.Written, 64)["Resources"]![0]!;
        Assert.Equal(id, written["id"]!.ToJsonString());
        Assert.Equal(location, (string?)written["meta"]!["location"]);
        Assert.DoesNotContain("http://target", written.ToJsonString(), StringComparison.Ordinal);
    }
}
