using System.Text.Json.Nodes;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>The smallest PATCH from one resource to another, operation by operation; that it leads there, a law says for any two.</summary>
public sealed class PatchDiffTests
{
    [Theory]
    // What is not the client's to change, or has not changed, is in no operation.
    [InlineData("""{"schemas":["a"],"id":"1","meta":{"version":"1"},"title":"x"}""", """{"schemas":["b"],"id":"2","meta":{"version":"2"},"title":"x"}""", "[]")]
    [InlineData("""{"title":"x"}""", """{"title":"x"}""", "[]")]
    [InlineData("""{"title":null}""", """{"title":[]}""", "[]")]
    [InlineData("""{}""", """{"title":null,"emails":[]}""", "[]")]
    // Single values.
    [InlineData("""{}""", """{"title":"x"}""", """[{"op":"add","path":"title","value":"x"}]""")]
    [InlineData("""{"title":"x"}""", """{"title":"y"}""", """[{"op":"replace","path":"title","value":"y"}]""")]
    [InlineData("""{"title":"x"}""", """{}""", """[{"op":"remove","path":"title"}]""")]
    [InlineData("""{"title":"x"}""", """{"title":null}""", """[{"op":"remove","path":"title"}]""")]
    [InlineData("""{"TITLE":"x"}""", """{"title":"x"}""", "[]")]
    // Complex ones: the sub-attributes that differ.
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"name":{"givenName":"A","familyName":"C"}}""", """[{"op":"replace","path":"name","value":{"familyName":"C"}}]""")]
    [InlineData("""{"name":{"givenName":"A","familyName":"B"}}""", """{"name":{"givenName":"A"}}""", """[{"op":"remove","path":"name.familyName"}]""")]
    [InlineData("""{"name":{"givenName":"A"}}""", """{}""", """[{"op":"remove","path":"name"}]""")]
    [InlineData("""{}""", """{"name":{"givenName":"A"}}""", """[{"op":"add","path":"name","value":{"givenName":"A"}}]""")]
    // Members of a group: those that come and those that go, never all of them.
    [InlineData("""{"members":[{"value":"1"},{"value":"2"}]}""", """{"members":[{"value":"2"},{"value":"3"}]}""", """[{"op":"remove","path":"members[value eq \"1\"]"},{"op":"add","path":"members","value":[{"value":"3"}]}]""")]
    [InlineData("""{"members":[{"value":"1"}]}""", """{"members":[{"value":"1"},{"value":"2"}]}""", """[{"op":"add","path":"members","value":[{"value":"2"}]}]""")]
    [InlineData("""{"members":[{"value":"1"},{"value":"2"}]}""", """{"members":[{"value":"2"},{"value":"1"}]}""", "[]")]
    [InlineData("""{"members":[{"value":"1"}]}""", """{"members":[]}""", """[{"op":"remove","path":"members"}]""")]
    // An extension, as a whole and in parts.
    [InlineData("""{}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"IT"}}""", """[{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"IT"}]""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"IT","division":"X"}}""", """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"HR","division":"X"}}""", """[{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"HR"}]""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"IT"}}""", """{}""", """[{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}]""")]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":null}}""", """{}""", "[]")]
    public void Between_two_resources_lies(string was, string becomes, string operations)
    {
        var type = was.Contains("members", StringComparison.Ordinal) ? ResourceType.Group : ResourceType.User;
        var before = (JsonObject)JsonNode.Parse(was)!;
        var patch = PatchDiff.Between(before, (JsonObject)JsonNode.Parse(becomes)!, type);

        Assert.Equal(operations, patch.Operations.Count == 0 ? "[]" : patch.ToJson()["Operations"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
