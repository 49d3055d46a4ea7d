using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Patching;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>An answer that is copied byte for byte where nothing touches it is the same answer as one that went through a
/// tree.</summary>
public sealed class UnreadAnswerTests
{
    private const string BaseUrl = "https://gw.example/scim/v2";

    private static AnswerPlan Plain => new(ResourceType.User, answered => answered, []);

    /// <summary>Members that answers are made of, good and bad ones.</summary>
    private static readonly string[] Members = [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Resources/answer-members.txt"))
            .Where(line => line.Length > 0)
            .Select(Long),
    ];

    public static TheoryData<string, string> Answers => CaseTable.Read("Resources/answers.cases");

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_client_gets(string answer, string expected)
    {
        string outcome = Short(
            Outcome(PlanOf(answer), Utf8(Long(answer[(answer.IndexOf(' ', StringComparison.Ordinal) + 1)..])))
        );
        Assert.True(expected == outcome, $"{answer}\n=> {outcome}\n   {expected}");
    }

    [Theory]
    [InlineData("plain:")]
    [InlineData("moved:")]
    [InlineData("converted:")]
    public void One_resource_is_the_same_from_bytes_as_from_a_tree(string which)
    {
        var plan = PlanOf(which);
        int compared = 0;
        for (int seed = 0; seed < 600; seed++)
        {
            byte[] answer = Utf8(Answer(seed));
            if (UnreadResource.Over(answer, plan) is not { } unread) continue;
            var written = Story.Node(Written(unread));
            Assert.True(
                JsonNode.DeepEquals(Sorted(Located(plan, answer)), Sorted(written)),
                $"seed {seed}\n{Answer(seed)}\n{written}"
            );
            Assert.True(
                JsonNode.DeepEquals(Sorted(Finished(plan, answer)), Sorted(unread.Read())),
                $"seed {seed}\n{Answer(seed)}"
            );
            compared++;
        }

        Assert.True(compared > 400, $"only {compared} answers were compared");
    }

    [Theory]
    [InlineData("plain:")]
    [InlineData("moved:")]
    [InlineData("converted:")]
    public void A_list_is_the_same_from_bytes_as_from_a_tree(string which)
    {
        var plan = PlanOf(which);
        foreach (int count in new[] { 0, 1, 40 })
        {
            byte[] answer = Utf8($"{{\"Resources\":[{string.Join(" , ", Enumerable.Range(1, count).Select(Answer))}]}}");
            var unread = UnreadList.Over(answer, plan, askedIndex: 1)!;
            var resources = ListResponse.Read(ScimJson.Parse(answer, 64)).Resources;
            var expected = new JsonArray([.. resources.Select(resource => (JsonNode)Located(plan.Finish(resource), plan.Type))]);
            Assert.True(JsonNode.DeepEquals(Sorted(expected), Sorted(Story.Object(Written(unread))["Resources"])));
            Assert.Equal(count, unread.Read().Resources.Count);
            for (int i = 0; i < count; i++) Assert.True(JsonNode.DeepEquals(unread.Read().Resources[i], unread.ReadAt(i)));
        }
    }

    [Theory]
    // What the target's message says of the page => totalResults, startIndex, itemsPerPage
    [InlineData("""{"Resources":[{"id":"1"},{"id":"2"}]}""", 1, "2 1 2")]
    [InlineData("""{"totalResults":77,"Resources":[{"id":"1"}]}""", 1, "77 1 1")]
    [InlineData("""{"totalResults":"77","startIndex":2,"Resources":[{"id":"1"}]}""", 2, "77 2 1")]
    [InlineData("""{"TOTALRESULTS":77,"resources":[{"id":"1"}],"itemsPerPage":50}""", 1, "77 1 1")]
    [InlineData("""{"totalResults":0,"Resources":[{"id":"1"},{"id":"2"}]}""", 1, "2 1 2")]
    [InlineData("""{"totalResults":5,"Resources":[{"id":"4"}]}""", 4, "5 4 1")]
    [InlineData("""{"totalResults":5,"startIndex":1,"Resources":[{"id":"1"}]}""", 6, "5 6 1")] // beyond the end: who walks the pages finds out what it is
    [InlineData("""{"totalResults":5,"startIndex":5,"Resources":[{"id":"5"}]}""", 5, "5 5 1")]
    [InlineData("""{"totalResults":0,"Resources":[]}""", 9, "0 1 0")]
    [InlineData("""{"Resources":[null,{"id":"1"},null]}""", 1, "1 1 1")]
    [InlineData("""{"totalResults":0}""", 1, "0 1 0")]
    [InlineData("""{"totalResults":3,"Resources":null}""", 1, "3 1 0")]
    [InlineData("""{"Resources":[{"id":"1"}],"nextCursor":"c"}""", 1, "1 1 1 c")]
    public void A_page_says_of_itself(string answer, int askedIndex, string expected)
    {
        var unread = UnreadList.Over(Utf8(answer), Plain, askedIndex)!;
        var written = Story.Object(Written(unread));
        string said = $"{written["totalResults"]} {written["startIndex"]} {written["itemsPerPage"]}";
        var read = unread.Read();
        Assert.Equal(expected, unread.Outline.NextCursor is { } cursor ? $"{said} {cursor}" : said);
        Assert.Equal(said, $"{read.TotalResults} {read.StartIndex} {read.Resources.Count}");
        Assert.Equal(written["Resources"]!.AsArray().Count, unread.Outline.Count);
        Assert.Equal(SchemaUrns.ListResponse, (string?)written["schemas"]![0]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    public void What_is_no_object_is_no_list(string answer) => Assert.Null(UnreadList.Over(Utf8(answer), Plain, 1));

    [Theory]
    [InlineData("""{"Resources":["a"]}""", 502, "The target's answer cannot be read as a list: Resources must hold objects.")]
    [InlineData("""{"Resources":[{"id":"1"}]} 7""", 400, "The body is not valid JSON")]
    [InlineData("""{"Resources":[{"id":"1","id":"2"}]}""", 400, "The body is not valid JSON")]
    [InlineData("""{"Resources":[{"id":"1"}""", 400, "The body is not valid JSON")]
    public void A_list_that_cannot_be_read_is_refused(string answer, int status, string sentence)
    {
        var fault = Assert.Throws<ScimException>(() => UnreadList.Over(Utf8(answer), Plain, 1));
        Assert.Equal(status, fault.Status);
        Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void A_giant_of_an_object_is_left_to_the_tree(int others, bool isLeft)
    {
        string giant = $"{{\"id\":\"1\",{string.Join(',', Enumerable.Range(0, others).Select(number => $"\"m{number}\":1"))}}}";
        Assert.Equal(isLeft, UnreadResource.Over(Utf8(giant), Plain) is null);
        Assert.Equal(isLeft, UnreadList.Over(Utf8($"{{\"Resources\":[{giant}]}}"), Plain, 1) is null);
    }

    [Theory]
    [InlineData("""{"id":"1","userName":"ana"}""", null)]
    [InlineData("""{"id":"1","userName":"ana","meta":{"created":"2026-01-31T00:00:00Z"}}""", null)]
    [InlineData("""{"id":"1","meta":{"version":"7","created":"2026-01-31T00:00:00Z"},"userName":"ana"}""", "7")]
    [InlineData("""{"id":"1","meta":{"x":{"version":"6"},"version":"7"},"userName":"ana"}""", "7")]
    [InlineData("""{"id":"1","meta":{"versi\u006fn":"7"},"userName":"ana"}""", "7")]
    [InlineData("""{"id":"1","meta":{"version":7},"userName":"ana"}""", null)]
    [InlineData("""{"id":"1","meta":"7","userName":"ana"}""", null)]
    [InlineData("""{"id":"1","alias":"an","userName":"ana","meta":{"version":"W/\"7\""}}""", "W/\"7\"")]
    [InlineData("""{"id":"1","userName":"ana","active":"True","META":{"created":"x"}}""", null)]
    public void A_version_is_told_in_the_place_of_its_own_however_the_answer_is_written(string answer, string? own)
    {
        foreach (string schemas in new[] { "", $"\"schemas\":[\"{SchemaUrns.User}\"]," })
        {
            byte[] whole = Utf8(answer.Insert(1, schemas));
            var unread = UnreadResource.Over(whole, Moves.Plan)!;
            using var buffer = new PooledBuffer();
            unread.WriteTo(buffer, BaseUrl, new EntityTag("a\\b"));
            var expected = Located(Moves.Plan, whole);
            expected["meta"]!["version"] = "W/\"a\\b\"";
            Assert.True(
                JsonNode.DeepEquals(Sorted(expected), Sorted(JsonNode.Parse(buffer.Written.Span))),
                Encoding.UTF8.GetString(buffer.Written.Span)
            );
            Assert.Equal(own, unread.Version);
        }
    }

    [Theory]
    [InlineData("""{"schemas":["@core"],"id":"1","alias":"ana"}""", 1)]
    [InlineData("""{"schemas":["@core"],"id":"1","alias":"-","zip":"-"}""", 2)] // to nothing
    [InlineData("""{"schemas":["@core"],"id":"1","mail":"","active":"no"}""", 2)]
    [InlineData(
        """{"schemas":["@core","@peakon"],"id":"1","@peakon":{"Business Unit":"","Team":"T","Other":9},"badge":"red"}""",
        4
    )]
    [InlineData("""{"schemas":["@core"],"id":"1","alias":"ana","mail":["m@x"],"title":null}""", 2)] // the tree
    [InlineData("""{"id":"1","alias":"ana","zip":null}""", 1)] // null is no value
    public void A_value_is_converted_once(string answer, int expected)
    {
        var (plan, count) = Moves.Counted();
        var unread = UnreadResource.Over(Utf8(Long(answer)), plan)!;
        Assert.Equal(0, count()); // whoever reads it as a tree converts it there
        Written(unread);
        Assert.Equal(expected, count());
    }

    [Theory]
    [InlineData("""{"schemas":["@core"],"id":"1","odd":"x","userName":"ana"}""")]
    [InlineData("""{"id":"1","odd":"x","userName":"ana"}""")]
    public void A_fault_of_a_conversion_is_the_same_from_bytes_as_from_a_tree(string answer)
    {
        var unread = UnreadResource.Over(Utf8(Long(answer)), Moves.Converting)!;
        var fault = Assert.Throws<ScimException>(() => Written(unread));
        Assert.Equal(500, fault.Status);
        Assert.Equal($"{Assert.Throws<ScimException>(unread.Read).Message} The User has the id '1'.", fault.Message);
    }

    [Theory]
    [InlineData("userName", true)]
    [InlineData("nickName", false)] // it moves there
    [InlineData("alias", false)]
    [InlineData("title", false)] // null
    [InlineData("active", false)] // to be repaired
    [InlineData("nobody", false)]
    public void It_is_known_without_reading_which_members_there_surely_are(string name, bool isThere)
    {
        const string answer = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana","alias":"a","title":null,"active":"True"}""";
        Assert.Equal(isThere, UnreadResource.Over(Utf8(answer), Moves.Plan)!.Has(name));
    }

    private static AnswerPlan PlanOf(string answer) => answer.Split(' ')[0] switch
    {
        "plain:" => Plain,
        "moved:" => Moves.Plan,
        "converted:" => Moves.Converting,
        var word => throw new InvalidDataException($"'{word}' is no plan of this table."),
    };

    private static string Outcome(AnswerPlan plan, byte[] answer)
    {
        try
        {
            return UnreadResource.Over(answer, plan) is { } unread ? Written(unread) : "tree";
        }
        catch (ScimException fault)
        {
            return $"! {fault.Type?.ToWord() ?? $"{fault.Status}"}";
        }
    }

    private static string Answer(int seed)
    {
        var random = new Random(seed);
        var members = Members
            .OrderBy(_ => random.Next())
            .Take(random.Next(2, 16))
            .Append("\"id\":\"a/b\"")
            .DistinctBy(Name, StringComparer.OrdinalIgnoreCase);
        return $"{{{string.Join(random.Next(2) == 0 ? "," : " , ", members)}}}";
    }

    private static string Name(string member) => Story.Object($"{{{member}}}").Single().Key;

    private static JsonObject Finished(AnswerPlan plan, byte[] answer) => plan.Finish(ScimJson.ParseObject(answer, 64));

    private static JsonObject Located(AnswerPlan plan, byte[] answer) => Located(Finished(plan, answer), plan.Type);

    private static JsonObject Located(JsonObject resource, ResourceType type)
    {
        ResourceLocation.Stamp(resource, type, BaseUrl);
        Projection.Apply(resource, type, ResourceQuery.Empty);
        return resource;
    }

    private static string Written<T>(Unread<T> unread)
    {
        using var buffer = new PooledBuffer();
        unread.WriteTo(buffer, BaseUrl);
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Long(string text) => Acme.Long(text).Replace("@peakon", Moves.Peakon, StringComparison.Ordinal);

    private static string Short(string text) => Acme.Short(text).Replace(Moves.Peakon, "@peakon", StringComparison.Ordinal)
        .Replace(
            """{"resourceType":"User","location":"https://gw.example/scim/v2/Users/1"}""",
            "@meta",
            StringComparison.Ordinal
        );

    // The case and order of URIs in schemas and the order of members in an object says nothing; everything else does.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member =>
                KeyValuePair.Create(member.Key, member.Key == "schemas" ? Ordered(member.Value) : Sorted(member.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static JsonArray Ordered(JsonNode? schemas) =>
        new([.. schemas!
            .AsArray()
            .Select(uri => uri!.GetValue<string>().ToLowerInvariant())
            .Order(StringComparer.Ordinal)
            .Select(uri => (JsonNode)uri)]);
}
