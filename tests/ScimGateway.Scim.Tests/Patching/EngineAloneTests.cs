using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>Operations that no reader made canonical: a difference, an emulation or a user of the library wrote them. The engine
/// holds the schema's rules by itself.</summary>
public sealed class EngineAloneTests
{
    private const string User = """{"id":"1","userName":"ana","name":{"givenName":"A"},"emails":[{"value":"a"}],"groups":[{"value":"g"}],"meta":{"created":"2024-01-01T00:00:00Z"}}""";

    private static readonly ReadingRules Rules = new(ResourceType.User);

    [Theory]
    [InlineData(PatchVerb.Add, "groups", """[{"value":"h"}]""", "groups is read-only.")]
    [InlineData(PatchVerb.Replace, "groups", """[{"value":"h"}]""", "groups is read-only.")]
    [InlineData(PatchVerb.Remove, "groups[value eq \"g\"]", "null", "groups[value eq \"g\"] is read-only.")]
    [InlineData(PatchVerb.Add, "groups[value eq \"g\"].display", "\"G\"", "groups[value eq \"g\"].display is read-only.")]
    [InlineData(PatchVerb.Add, "id", "\"2\"", "id is read-only.")]
    [InlineData(PatchVerb.Replace, "id", "\"2\"", "id is read-only.")]
    [InlineData(PatchVerb.Replace, "meta", """{"x":"y"}""", "meta is read-only.")]
    [InlineData(PatchVerb.Replace, "meta.created", "\"2025-01-01T00:00:00Z\"", "meta.created is read-only.")]
    [InlineData(PatchVerb.Replace, "userName", "null", "userName is required and cannot be removed.")]
    public void What_cannot_be_changed_is_refused(PatchVerb verb, string path, string value, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => Applied(verb, path, value));
        Assert.Equal((ScimType.Mutability, sentence), (fault.Type, fault.Message));
    }

    [Theory]
    [InlineData(PatchVerb.Add, "groups", """[{"value":"g"}]""", "groups", """[{"value":"g"}]""")]
    [InlineData(PatchVerb.Replace, "id", "\"1\"", "id", "\"1\"")]
    [InlineData(PatchVerb.Add, "emails", """{"value":"b"}""", "emails", """[{"value":"a"},{"value":"b"}]""")]
    [InlineData(PatchVerb.Replace, "emails", """{"value":"b"}""", "emails", """[{"value":"b"}]""")]
    [InlineData(PatchVerb.Replace, "emails", "{}", "emails", """[{"value":"a"}]""")]
    [InlineData(PatchVerb.Replace, "name", "{}", "name", """{"givenName":"A"}""")]
    [InlineData(PatchVerb.Add, "name", """{"FAMILYNAME":"B"}""", "name", """{"givenName":"A","familyName":"B"}""")]
    [InlineData(PatchVerb.Replace, "name", """{"givenName":null,"familyName":"B"}""", "name", """{"familyName":"B"}""")]
    public void A_value_is_taken_as_it_is_meant(PatchVerb verb, string path, string value, string attribute, string expected) =>
        Story.Same(Story.Node(expected), Applied(verb, path, value).Resource[attribute]);

    private static PatchOutcome Applied(PatchVerb verb, string path, string value) => PatchEngine.Apply(
        Story.Object(User), new PatchRequest([
            new PatchOperation(verb, PatchPath.Parse(path, Rules), value == "null" ? null : Story.Node(value)),
        ]), Rules);
}
