using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Mapping.Tests;

/// <summary>The plan that a mapping gives for the bytes of an answer does what the mapping does to a tree.</summary>
public sealed class UnreadAnswerTests
{
    private const string BaseUrl = "https://gw.example/scim/v2";

    private const string Script = """
        var peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
        var acme = "urn:acme:2.0:User";
        target({ User: { attributes: [
          map("title", peakon + ":Job Title"),
          map("nickName", "alias"),
          map("name.givenName", "first"),
          map(acme + ":unit", peakon + ":Business Unit"),
          map(acme + ":team", peakon + ":Team", { convert: "lower" }),
          map("emails[type eq \"work\"].value", "mail")
        ] } });
        """;

    /// <summary>Rows that only move a value, in every direction that there is.</summary>
    private const string Moves = """
        var peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
        var enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        var acme = "urn:acme:2.0:User";
        target({ User: { attributes: [
          map("title", peakon + ":Job Title"),
          map(acme + ":unit", peakon + ":Business Unit"),
          map(acme + ":team", peakon + ":Team"),
          map(acme + ":list", peakon + ":Other"),
          map("nickName", "alias"),
          map(acme + ":first", "first"),
          map("displayName", enterprise + ":department"),
          map(acme + ":zip", "zip")
        ] } });
        """;

    /// <summary>Every conversion that there is, from an extension, into one, to another name, and in its place.</summary>
    private const string Conversions = """
        var peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
        var enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        var acme = "urn:acme:2.0:User";
        target({ User: { attributes: [
          map("title", peakon + ":Job Title", { write: v => v, read: v => v.trim ? v.trim() : [v, { deep: [v] }] }),
          map(acme + ":unit", peakon + ":Business Unit", { convert: "list:/" }),
          map(acme + ":team", peakon + ":Team", { write: v => v, read: v => v === "-" ? null : { name: v, empty: [] } }),
          map(enterprise + ":costCenter", peakon + ":Other", { values: { true: "9", none: "false" } }),
          map("nickName", "alias", { convert: "lower" }),
          map("active", "active", { values: { true: "yes", false: "no" } }),
          map("emails", "mail", { convert: "first" }),
          map(acme + ":level", "level", { convert: "integer" }),
          map(acme + ":first", "first", { convert: "date" }),
          map(acme + ":zip", "zip", { convert: "string" }),
          map("userName", "userName", { write: v => v, read: v => { if (v === 7) throw new Error("seven"); return v.length; } })
        ] } });
        """;

    private static readonly ResourceMapping Converted = Mappings.Compile(Conversions).Resources[0];
    private static readonly ResourceMapping Moved = Mappings.Compile(Moves).Resources[0];
    private static readonly ResourceMapping Mapped = Mappings.Compile(Script).Resources[0];

    /// <summary>Members that answers are made of, good and bad ones: the list of the floor's own tests.</summary>
    private static readonly string[] Members = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "answer-members.txt"))
        .Where(line => line.Length > 0)
        .Select(Long)];

    /// <summary>What an answer begins with that needs no repair.</summary>
    private static readonly string[] Sound = [Long("\"schemas\":[\"@core\",\"@ent\",\"@acme\",\"@peakon\"]"), "\"id\":\"a/b\""];

    [Theory]
    [InlineData("mapped")]
    [InlineData("moved")]
    [InlineData("converted")]
    public void One_resource_is_the_same_from_bytes_as_from_a_tree(string which)
    {
        var mapping = Of(which);
        int compared = 0;
        for (int seed = 0; seed < 6000; seed++)
        {
            byte[] answer = Encoding.UTF8.GetBytes(Answer(seed));
            if (UnreadResource.Over(answer, mapping.Answers!) is not { } unread) continue;
            if (Fault(() => Tree(mapping, answer)) is { } fault)
            {
                Assert.Equal(fault, Fault(() => Written(unread)));
                compared++;
                continue;
            }

            string expected = Tree(mapping, answer).ToJsonString();
            var written = JsonNode.Parse(Written(unread))!;
            Assert.True(
                expected == written.ToJsonString() || JsonNode.DeepEquals(Sorted(JsonNode.Parse(expected)), Sorted(written)),
                $"seed {seed}\n{Encoding.UTF8.GetString(answer)}\n{expected}\n{written.ToJsonString()}"
            );
            Assert.True(
                JsonNode.DeepEquals(Sorted(mapping.Answers!.Finish(ScimJson.ParseObject(answer, 64))), Sorted(unread.Read()))
            );
            compared++;
        }

        Assert.True(compared > 500, $"only {compared} answers were compared");
    }

    [Theory]
    [InlineData("mapped")]
    [InlineData("moved")]
    [InlineData("converted")]
    public void A_list_is_the_same_from_bytes_as_from_a_tree(string which)
    {
        var mapping = Of(which);
        var sound = Enumerable
            .Range(0, 300)
            .Select(Answer)
            .Where(answer => Fault(() => Tree(mapping, Utf8(answer))) is null)
            .ToList();
        byte[] page = Utf8($"{{\"Resources\":[{string.Join(',', sound)}]}}");
        var expected = new JsonArray([.. sound.Select(answer => (JsonNode)Tree(mapping, Utf8(answer)))]);
        var written = JsonNode.Parse(Written(UnreadList.Over(page, mapping.Answers!, askedIndex: 1)!))!["Resources"];
        Assert.True(sound.Count > 100, $"only {sound.Count} answers were compared");
        Assert.True(JsonNode.DeepEquals(Sorted(JsonNode.Parse(expected.ToJsonString())), Sorted(written)));
    }

    [Theory]
    [InlineData("Job Title", "\" D\\u0065v \"", "title", "\"Dev\"")]
    [InlineData("Job Title", "1.50", "title", "[\"1.5\",{\"deep\":[1.5]}]")]
    [InlineData("Business Unit", "\"a / b\"", "urn:acme:2.0:User", "{\"unit\":[\"a\",\"b\"]}")]
    [InlineData("Business Unit", "\"\"", "urn:acme:2.0:User", null)]
    [InlineData("Team", "\"-\"", "urn:acme:2.0:User", null)]
    [InlineData("Other", "\"9\"", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "{\"costCenter\":\"true\"}")]
    public void A_converted_value_leaves_all_others_as_they_stand(string from, string value, string to, string? expected)
    {
        string answer = Long(
            $$"""{"schemas":["@core","@peakon"],"id":"1","@peakon":{"{{from}}": {{value}},"Salary" : 1.50e3} }"""
        );
        string written = Written(UnreadResource.Over(Utf8(answer), Converted.Answers!)!);
        Assert.Contains($"\"{Mappings.Peakon}\":{{\"Salary\" : 1.50e3}}", written, StringComparison.Ordinal); // a tree puts its blanks right
        Assert.Equal(expected, JsonNode.Parse(written)![to]?.ToJsonString());
    }

    [Theory]
    [InlineData(
        "\"level\":\"x\"",
        502,
        "The mapping 'acme' (mapping.js line 12) could not read level: it is no integer. The User has the id '1'."
    )]
    [InlineData("\"userName\":7", 502, "The mapping 'acme' (mapping.js line 15) could not read userName: its read function threw an error (Error, line 15). The User has the id '1'.")]
    public void A_fault_of_a_conversion_is_told_as_ever(string member, int status, string sentence)
    {
        byte[] answer = Utf8(Long($$"""{"schemas":["@core"],"id":"1",{{member}}}"""));
        using var buffer = new PooledBuffer();
        var fault = Assert.Throws<ScimException>(() => UnreadResource.Over(answer, Converted.Answers!)!.WriteTo(buffer, BaseUrl));
        Assert.Equal(
            (status, sentence, $"{status} {sentence}"),
            (fault.Status, fault.Message, Fault(() => Tree(Converted, answer)))
        );
    }

    [Fact]
    public void What_only_moves_is_copied_byte_for_byte_to_its_new_place()
    {
        const string answer = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:peakon:2.0:User"],"id":"1","alias":"a\u002Bb",
             "urn:ietf:params:scim:schemas:extension:peakon:2.0:User":{"Job Title": "D\u0065v","Team":"T","Salary" : 1.50e3,"Business Unit":"U"},"zip":"7"}
            """;
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:peakon:2.0:User","urn:acme:2.0:User"],"id":"1","nickName":"a\u002Bb","title":"D\u0065v","urn:ietf:params:scim:schemas:extension:peakon:2.0:User":{"Salary" : 1.50e3},"urn:acme:2.0:User":{"team":"T","unit":"U","zip":"7"},"meta":{"resourceType":"User","location":"https://gw.example/scim/v2/Users/1"}}""",
            Written(UnreadResource.Over(Encoding.UTF8.GetBytes(answer), Moved.Answers!)!));
    }

    [Fact]
    public void A_conversion_that_reads_a_value_as_it_is_copies_its_bytes() => Assert.Contains(
        "\"nickName\":\"a\\u002Bb\"",
        Written(UnreadResource.Over(Utf8(Long("""{"schemas":["@core"],"id":"1","alias":"a\u002Bb"}""")), Converted.Answers!)!),
        StringComparison.Ordinal);

    [Fact]
    public void Renamed_members_stand_where_they_stood()
    {
        const string answer =
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","alias":"an","userName":"ana","zip":"1"}""";
        Assert.StartsWith(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","nickName":"an","userName":"ana","zip":"1","meta":""",
            Written(UnreadResource.Over(Encoding.UTF8.GetBytes(answer), Mapped.Answers!)!),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"1","userName":"ana"}""", null)]
    [InlineData("""{"id":"1","userName":"ana","meta":{"created":"2026-01-31T00:00:00Z"}}""", null)]
    [InlineData("""{"id":"1","meta":{"version":"7","created":"2026-01-31T00:00:00Z"},"userName":"ana"}""", "7")]
    [InlineData("""{"id":"1","meta":{"version":7},"userName":"ana"}""", null)]
    [InlineData("""{"id":"1","alias":"an","userName":"ana","meta":{"version":"W/\"7\""}}""", "W/\"7\"")]
    [InlineData("""{"id":"1","userName":"ana","active":"True","META":{"created":"x"}}""", null)]
    public void A_version_is_told_in_the_place_of_its_own_however_the_answer_is_written(string answer, string? own)
    {
        var unread = UnreadResource.Over(Encoding.UTF8.GetBytes(answer), Mapped.Answers!)!;
        using var buffer = new PooledBuffer();
        unread.WriteTo(buffer, BaseUrl, new EntityTag("a\\b"));
        var expected = Tree(Mapped, Encoding.UTF8.GetBytes(answer));
        expected["meta"]!["version"] = "W/\"a\\b\"";
        Assert.True(
            JsonNode.DeepEquals(Sorted(expected), Sorted(JsonNode.Parse(buffer.Written.Span))),
            Encoding.UTF8.GetString(buffer.Written.Span)
        );
        Assert.Equal(own, unread.Version);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Long(string text) =>
        text.Replace("@core", SchemaUrns.User, StringComparison.Ordinal)
            .Replace("@ent", SchemaUrns.EnterpriseUser, StringComparison.Ordinal)
            .Replace("@acme", "urn:acme:2.0:User", StringComparison.Ordinal)
            .Replace("@peakon", "urn:ietf:params:scim:schemas:extension:peakon:2.0:User", StringComparison.Ordinal);

    private static string Answer(int seed)
    {
        var random = new Random(seed);
        bool isSound = seed % 2 == 0; // with few members besides, so that many need no tree
        var some = Members.OrderBy(_ => random.Next()).Take(random.Next(2, isSound ? 5 : 16));
        var members = (isSound ? Sound : []).Concat(some).DistinctBy(Name, StringComparer.OrdinalIgnoreCase);
        return $"{{{string.Join(random.Next(2) == 0 ? "," : " , ", members)}}}";
    }

    private static ResourceMapping Of(string which) => which switch { "mapped" => Mapped, "moved" => Moved, _ => Converted };

    private static string? Fault(Func<object> road)
    {
        try
        {
            road();
            return null;
        }
        catch (ScimException fault)
        {
            return $"{fault.Status} {fault.Message}";
        }
    }

    private static string Name(string member) => JsonNode.Parse($"{{{member}}}")!.AsObject().Single().Key;

    private static JsonObject Tree(ResourceMapping mapping, byte[] answer) =>
        Located(mapping, mapping.Answers!.Finish(ScimJson.ParseObject(answer, 64)));

    private static JsonObject Located(ResourceMapping mapping, JsonObject resource)
    {
        ResourceLocation.Stamp(resource, mapping.Type, BaseUrl);
        Projection.Apply(resource, mapping.Type, ResourceQuery.Empty);
        return resource;
    }

    private static string Written<T>(Unread<T> unread)
    {
        using var buffer = new PooledBuffer();
        unread.WriteTo(buffer, BaseUrl);
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }

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
