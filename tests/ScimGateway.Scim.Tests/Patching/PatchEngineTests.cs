using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Tests.Patching;

public sealed class PatchEngineTests
{
    public static TheoryData<string> Ids => Story.Ids("apply.jsonl");

    public static TheoryData<string> Rules => Story.Ids("engine.jsonl");

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_client_s_PATCH_leads_to_the_state_that_it_means(string id)
    {
        var story = Story.Of("apply.jsonl", id);
        bool creates = (string?)story["policy"] == "create-on-no-match";
        var rules = new ReadingRules(Story.TypeOf(story["state"]!), creates ? Story.Entra : Leniency.None);
        Applies(
            story,
            PatchRequestOf(story["input"]!.DeepClone().AsObject(), rules),
            rules,
            (string?)story["expected"]!["scimType"]
        );
        if ((int)story["expected"]!["status"]! == 204) Assert.False(PatchEngine
            .Apply((JsonObject)story["state"]!, PatchRequestOf((JsonObject)story["input"]!, rules)(), rules)
            .Changed);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_engine_follows_the_RFC(string id)
    {
        var story = Story.Of("engine.jsonl", id);
        var rules = new ReadingRules(
            Story.TypeOf(story["state"]!),
            (bool?)story["creates"] == true ? Leniency.CreateOnNoMatch : Leniency.None
        );
        var message = Story.Message(story["operations"]!.ToJsonString());
        Applies(story, PatchRequestOf(message, rules), rules, (string?)story["fault"]);
    }

    private static Func<PatchRequest> PatchRequestOf(JsonObject message, ReadingRules rules) =>
        () => PatchRequest.Parse(message, rules);

    private static void Applies(JsonObject story, Func<PatchRequest> patch, ReadingRules rules, string? fault)
    {
        var state = (JsonObject)story["state"]!;
        string before = Story.Text(state);
        if (fault is not null)
        {
            var thrown = Assert.Throws<ScimException>(() => PatchEngine.Apply(state, patch(), rules));
            Assert.Equal(fault, thrown.Type?.ToWord());
            Assert.Equal(400, thrown.Status);
        }
        else
        {
            var outcome = PatchEngine.Apply(state, patch(), rules);
            Story.Same(story["state_after"] ?? state, outcome.Resource);
            Assert.Equal(story["state_after"] is { } after && !JsonNode.DeepEquals(after, state), outcome.Changed);
        }

        Assert.Equal(before, Story.Text(state));
    }
}
