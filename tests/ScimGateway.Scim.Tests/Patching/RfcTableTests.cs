using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>RFC 7644 section 3.5.2 as a table; see its head for how it reads.</summary>
public sealed class RfcTableTests
{
    public static TheoryData<string, string> Sentences => CaseTable.Read("Patching/rfc7644-3.5.2.cases");

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_PATCH_does_what_the_RFC_says(string given, string expected)
    {
        int plus = given.IndexOf(" + ", StringComparison.Ordinal);
        var type = given.Contains("members", StringComparison.Ordinal) ? ResourceType.Group : ResourceType.User;
        var state = Whole(given[..plus], type);
        var (outcome, fault) = Outcome(state, given[(plus + 3)..], new ReadingRules(type));
        Assert.Equal(expected.StartsWith("! ", StringComparison.Ordinal) ? expected[2..] : null, fault);
        Story.Same(Whole(given[..plus], type), state);
        if (outcome is null) return;
        Assert.Equal(expected != "unchanged", outcome.Changed);
        Story.Same(expected == "unchanged" ? state : Whole(expected, type), outcome.Resource);
    }

    private static JsonObject Whole(string text, ResourceType type)
    {
        var resource = Story.Object(text);
        if (!resource.ContainsKey("schemas")) resource["schemas"] = new JsonArray(type.Schema.Id);
        resource["id"] = "1";
        resource[type == ResourceType.Group ? "displayName" : "userName"] = type == ResourceType.Group ? "G" : "ana";
        return resource;
    }

    private static (PatchOutcome? Outcome, string? Fault) Outcome(JsonObject state, string operations, ReadingRules rules)
    {
        try
        {
            return (PatchEngine.Apply(state, PatchRequest.Parse(Story.Message(operations), rules), rules), null);
        }
        catch (ScimException fault)
        {
            return (null, fault.Type?.ToWord());
        }
    }
}
