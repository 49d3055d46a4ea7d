using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Patching;

public sealed class PatchCanonicaliserTests
{
    public static TheoryData<string> Ids => Story.Ids("canonical.jsonl");

    public static TheoryData<string, string> Without => CaseTable.Read("Patching/without.cases");

    public static TheoryData<string, string> Strict => CaseTable.Read("Patching/strict.cases");

    public static TheoryData<string, string> Scim11 => CaseTable.Read("Patching/scim11.cases");

    public static TheoryData<string, string> Lenient => CaseTable.Read("Patching/lenient.cases");

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_dialect_becomes_canonical_with_the_leniencies_of_its_client(string id)
    {
        var story = Story.Of("canonical.jsonl", id);
        Story.Same(story["expected"], PatchRequest.Parse((JsonObject)story["input"]!, RulesOf(story)).ToJson());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_is_canonical_is_strict_and_stays_as_it_is(string id)
    {
        var canonical = (JsonObject)Story.Of("canonical.jsonl", id)["expected"]!;
        Story.Same(canonical, PatchRequest.Parse(canonical, new ReadingRules(Story.TypeOf(canonical))).ToJson());
    }

    [Theory]
    [MemberData(nameof(Without))]
    public void Without_its_leniency_a_dialect_is_refused(string which, string expected)
    {
        string[] words = which.Split(' ');
        var story = Story.Of("canonical.jsonl", words[0]);
        var rules = RulesOf(story) with { Leniency = RulesOf(story).Leniency & ~Enum.Parse<Leniency>(words[1]) };
        string outcome = CaseTable.Outcome(() => Story.Text(PatchRequest.Parse((JsonObject)story["input"]!, rules).ToJson()));
        Assert.StartsWith(expected, outcome, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public void A_strict_reader_reads_the_RFC(string operations, string expected) => Reads(operations, expected, Leniency.None);

    [Theory]
    [MemberData(nameof(Lenient))]
    public void A_lenient_reader_reads_Entra(string operations, string expected) => Reads(operations, expected, Story.Entra);

    [Theory]
    [MemberData(nameof(Scim11))]
    public void A_PATCH_of_SCIM_1_1_means_these_operations(string members, string expected)
    {
        var body = Acme.Json(members.Replace("@ent10", "urn:scim:schemas:extension:enterprise:1.0", StringComparison.Ordinal));
        body["schemas"] = new JsonArray("urn:scim:schemas:core:1.0", "urn:scim:schemas:extension:enterprise:1.0");
        string outcome = CaseTable.Outcome(() =>
            Story.Text(PatchRequest.Parse(body, new ReadingRules(Acme.User, Leniency.Scim11)).ToJson()["Operations"]));
        Assert.Equal(expected, Acme.Short(outcome));
    }

    [Fact]
    public void A_JSON_document_in_a_string_is_a_plain_string_to_a_strict_reader()
    {
        var message = Story.Message("""[{"op":"add","path":"roles","value":[{"value":"{\"value\":\"Admin\"}"}]}]""");
        Story.Same(message, PatchRequest.Parse(message, new ReadingRules(ResourceType.User)).ToJson());
    }

    [Fact]
    public void A_broken_JSON_document_in_a_string_is_an_invalid_value()
    {
        var message = Story.Message("""[{"op":"add","path":"roles","value":[{"value":"{\"value\""}]}]""");
        var fault = Assert.Throws<ScimException>(() =>
            PatchRequest.Parse(message, new ReadingRules(ResourceType.User, Story.Entra)));
        Assert.Equal(ScimType.InvalidValue, fault.Type);
        Assert.StartsWith("roles[0].value begins as a JSON document and is none.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_SCIM_1_1_body_removes_what_its_meta_lists_and_replaces_the_rest()
    {
        var body = Story.Object("""
            {"schemas":["urn:scim:schemas:core:1.0"],"id":"u-1","meta":{"attributes":["title","name.middleName"]},
             "displayName":"Ana","name":{"givenName":"A"},"urn:scim:schemas:extension:enterprise:1.0":{"department":"R&D"}}
            """);
        var expected = Story.Message("""
            [{"op":"remove","path":"title"},{"op":"remove","path":"name.middleName"},
             {"op":"replace","path":"displayName","value":"Ana"},{"op":"replace","path":"name","value":{"givenName":"A"}},
             {"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"R&D"}]
            """);
        Story.Same(expected, PatchRequest.Parse(body, new ReadingRules(ResourceType.User, Leniency.Scim11)).ToJson());
    }

    [Theory]
    [InlineData(
        """[{"op":"replace","path":"@ent10:department","value":"IT"}]""",
        """[{"op":"replace","path":"@ent:department","value":"IT"}]"""
    )]
    [InlineData(
        """[{"op":"replace","path":"@ent10:manager.managerId","value":"7"}]""",
        """[{"op":"replace","path":"@ent:manager.value","value":"7"}]"""
    )]
    [InlineData(
        """[{"op":"remove","path":"urn:scim:schemas:core:1.0:emails[urn:scim:schemas:core:1.0:type eq \"work\"]"}]""",
        """[{"op":"remove","path":"emails[type eq \"work\"]"}]"""
    )]
    [InlineData(
        """[{"op":"remove","path":"urn:scim:schemas:core:1.0:emails[type eq \"work\"].value"}]""",
        """[{"op":"remove","path":"emails[type eq \"work\"].value"}]"""
    )]
    [InlineData(
        """[{"op":"replace","value":{"@ent10:department":"IT","urn:scim:schemas:core:1.0:User:title":"CTO"}}]""",
        """[{"op":"replace","path":"@ent:department","value":"IT"},{"op":"replace","path":"title","value":"CTO"}]"""
    )]
    [InlineData(
        """[{"op":"replace","value":{"@ent10":{"department":"IT"}}}]""",
        """[{"op":"replace","path":"@ent:department","value":"IT"}]"""
    )]
    public void A_PatchOp_may_use_the_URIs_of_SCIM_1_1(string operations, string expected)
    {
        var message = Story.Message(
            Acme.Long(operations.Replace("@ent10", "urn:scim:schemas:extension:enterprise:1.0", StringComparison.Ordinal))
        );
        string outcome = CaseTable.Outcome(() => Story.Text(
            PatchRequest.Parse(message, new ReadingRules(Acme.User, Leniency.Scim11 | Leniency.DottedKeys)).ToJson()[
                "Operations"
            ]
        ));
        Assert.Equal(expected, Acme.Short(outcome));
    }

    [Fact]
    public void Operations_are_counted_after_they_are_taken_apart()
    {
        var rules = new ReadingRules(ResourceType.User, Limits: new ScimLimits { PatchOperations = 2 });
        var message = Story.Message("""[{"op":"replace","value":{"title":"a","nickName":"b","locale":"c"}}]""");
        var fault = Assert.Throws<ScimException>(() => PatchRequest.Parse(message, rules));
        Assert.Equal(413, fault.Status);
        Assert.Equal("The PATCH has more than 2 operations.", fault.Message);
    }

    [Theory]
    [InlineData("{}", "schemas must hold urn:ietf:params:scim:api:messages:2.0:PatchOp.")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""", "A PATCH needs Operations, an array.")]
    [InlineData(
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{}}""",
        "Operations is a JSON object; expected an array."
    )]
    public void A_message_that_is_no_PATCH_is_refused(string body, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => PatchRequest.Parse(Story.Object(body), ReadingRules.Strict));
        Assert.Equal(ScimType.InvalidSyntax, fault.Type);
        Assert.Equal(sentence, fault.Message);
    }

    private static void Reads(string operations, string expected, Leniency leniency)
    {
        var rules = new ReadingRules(ResourceType.User, leniency);
        var message = Story.Message(operations);
        if (expected[0] == '!')
            Assert.Equal(expected, CaseTable.Outcome(() => Story.Text(PatchRequest.Parse(message, rules).ToJson())));
        else
            Story.Same(Story.Node(expected), PatchRequest.Parse(message, rules).ToJson()["Operations"]);
    }

    private static ReadingRules RulesOf(JsonObject story) =>
        new(Story.TypeOf(story["input"]!), Story.LenienciesOf((string?)story["idp"]));
}
