using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Discovery;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Tests.Patching;
using ScimGateway.Scim.Tests.Resources;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Tests.Messages;

/// <summary>Messages with something put in the place of any of their parts: read, or refused by a <see cref="ScimException"/>
/// with the status that says whose fault it is.</summary>
public sealed class AnyMessageTests
{
    private const string Bulk = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":1,"Operations":[
         {"method":"POST","path":"/Groups","bulkId":"a","data":{"displayName":"A","members":[{"value":"bulkId:b"}]}},
         {"method":"POST","path":"/Groups","bulkId":"b","data":{"displayName":"B","members":[{"value":"bulkId:a"},{"value":"bulkId:c"}],"urn:x:1.0":{"owner":"bulkId:a"}}},
         {"method":"PATCH","path":"/Groups/bulkId:a","version":"W/\"1\"","data":{"Operations":[{"op":"remove","path":"members[value eq \"bulkId:b\"]"}]}},
         {"method":"DELETE","path":"/Users/7"},{"method":"POST","path":"/Users","bulkId":"c","data":{"userName":"c"}}]}
        """;

    private const string Search = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"attributes":["userName","name.givenName"],"filter":"userName sw \"a\"",
         "sortBy":"userName","sortOrder":"descending","cursor":"abc","count":10}
        """;

    private const string Config = """
        {"documentationUrl":"https://x.example","patch":{"supported":true},"bulk":{"supported":true,"maxOperations":10,"maxPayloadSize":1000},
         "filter":{"supported":true,"maxResults":50},"pagination":{"cursor":true,"index":false,"defaultPaginationMethod":"cursor","cursorTimeout":60},
         "authenticationSchemes":[{"type":"oauth2","name":"n","description":"d","specUrl":"s","primary":true}]}
        """;

    private const string Patch11 = """
        {"schemas":["urn:scim:schemas:core:1.0"],"meta":{"attributes":["title","name.middleName"]},"displayName":"A","emails":[{"value":"a"},{"value":"b","operation":"delete"}],
         "urn:scim:schemas:extension:enterprise:1.0":{"department":"R","manager":{"managerId":"7"}}}
        """;

    private static readonly ReadingRules Users = new(Acme.User);

    private static readonly Gen<string> Parts = Gen.Elements(
        "null",
        "\"\"",
        "\"a\"",
        "\"bulkId:\"",
        "\"bulkId:a\"",
        "\"bulkId:b\"",
        "\"/\"",
        "\"/Users/1\"",
        "\"urn:scim:schemas:core:1.0\"",
        "\"members[value eq \\\"bulkId:a\\\"]\"",
        "\"a b\"",
        "\"name.x.y\"",
        "0",
        "-1",
        "1.5",
        "1e400",
        "99999999999999999999",
        "true",
        "[]",
        "{}",
        "[null]",
        "[[1]]",
        "[{}]",
        "[\"bulkId:a\"]",
        "{\"a\":null}",
        "{\"value\":\"bulkId:b\"}",
        "{\"name\":\"userName\"}",
        "{\"path\":\"\\\"bulkId:a\\\"\"}",
        "{\"a:b\":{\"c d\":\"bulkId:a\"}}"
    );

    [Fact]
    public void Any_Bulk_request_is_planned_or_refused() => Hold(Bulk, 400, message =>
    {
        var request = BulkRequest.Read(message, ReadingRules.Strict);
        var steps = BulkPlan.Of(request).Steps;
        return steps
            .Where(step => !step.Completes)
            .Select(step => step.Operation.Index)
            .Order()
            .SequenceEqual(Enumerable.Range(0, request.Operations.Count));
    });

    [Fact]
    public void Any_search_request_is_read_as_it_is_written_or_refused() => Hold(Search, 400, message =>
    {
        string written = ResourceQuery.ReadSearch(message, Users).ToSearch().ToJsonString();
        return written == ResourceQuery.ReadSearch(Story.Object(written), Users).ToSearch().ToJsonString();
    });

    [Fact]
    public void Any_PATCH_of_SCIM_1_1_is_canonical_then_or_refused() => Hold(Patch11, 400, message =>
    {
        var canonical = PatchRequest.Parse(message, new ReadingRules(Acme.User, Leniency.Scim11)).ToJson();
        return JsonNode.DeepEquals(canonical, PatchRequest.Parse((JsonObject)canonical.DeepClone(), Users).ToJson());
    });

    [Fact]
    public void Any_config_of_a_target_is_read_as_it_is_written_or_its_fault() => Hold(Config, 502, message =>
    {
        var json = ServiceProviderConfig.Read(message).ToJson("https://gw.example");
        return JsonNode.DeepEquals(json, ServiceProviderConfig.Read((JsonObject)json.DeepClone()).ToJson("https://gw.example"));
    });

    [Fact]
    public void Any_header_is_a_list_of_tags_or_refused() =>
        Prop.ForAll(
                Gen.Elements("W/", "\"", "a", ",", " ", "*", "\\", "\t", "å").ArrayOf().Select(string.Concat).ToArbitrary(),
                header =>
                {
                    try
                    {
                        var list = EntityTagList.Parse(header, "If-Match");
                        return list.IsAny
                            || EntityTagList.Parse(string.Join(", ", list.Tags), "If-Match").Tags.SequenceEqual(list.Tags);
                    }
                    catch (ScimException fault)
                    {
                        return fault.Type == ScimType.InvalidValue;
                    }
                }
            ).Check(Quick);

    private static Config Quick => FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3000);

    // Up to three parts are replaced, so that a fault behind a fault is met too.
    private static void Hold(string message, int status, Func<JsonObject, bool> law) =>
        Prop.ForAll(
                Gen.Zip(Gen.Choose(0, int.MaxValue), Parts).ListOf().Select(changes => changes.Take(3)).ToArbitrary(),
                changes =>
                {
                    var changed = Story.Object(message);
                    foreach (var (where, part) in changes)
                        Replace(changed, where, part);
                    try
                    {
                        return law(changed);
                    }
                    catch (ScimException fault)
                    {
                        return fault.Status == status;
                    }
                }
            ).Check(Quick);

    private static void Replace(JsonObject message, int where, string part)
    {
        var nodes = Below(message).ToList();
        if (nodes.Count > 0) nodes[where % nodes.Count].ReplaceWith(JsonNode.Parse(part));
    }

    private static IEnumerable<JsonNode> Below(JsonNode? node) => node switch
    {
        JsonObject complex => complex
            .Select(member => member.Value)
            .OfType<JsonNode>()
            .SelectMany(value => Below(value).Prepend(value)),
        JsonArray elements => elements.OfType<JsonNode>().SelectMany(value => Below(value).Prepend(value)),
        _ => [],
    };
}
