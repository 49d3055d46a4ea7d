using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Changes of attributes that the target has in another shape: a list as one text, one element of a list by itself. What
/// the target has afterwards is what the client's change means.</summary>
public sealed class PatchByDifferenceTests : IAsyncLifetime
{
    private const string Mapping = """
        target({ User: { attributes: [
          map("roles", "groups_text", { convert: "list:," }),
          map("emails[type eq \"work\"].value", "mail"),
          map("phoneNumbers", "phone", { convert: "first" }),
          map("addresses[type eq \"work\"]", "office"),
          map("name.givenName", "first"), map("name.familyName", "last")
        ] } });
        """;

    private JsonObject stored = null!;
    private FakeTarget target = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        stored = JsonNode.Parse("""
            {"id":"1","userName":"ana","groups_text":"r1,r2","mail":"w@x.org","emails":[{"type":"home","value":"h@x.org"}],"phone":"+1","office":{"locality":"Ulm","country":"DE"},"first":"Ana","last":"Lytics"}
            """)!.AsObject();
        target = await FakeTarget.StartAsync(AnswerAsync);
        gateway = await TestGateway.StartAsync(target.Url, Mapping);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    // the operation | what the target has then, in the place of what it had
    [Theory]
    [InlineData("""{"op":"add","path":"roles","value":[{"value":"r3"}]}""", """{"groups_text":"r1,r2,r3"}""")]
    [InlineData("""{"op":"add","value":{"roles":[{"value":"r3"}]}}""", """{"groups_text":"r1,r2,r3"}""")]
    [InlineData("""{"op":"remove","path":"roles[value eq \"r1\"]"}""", """{"groups_text":"r2"}""")]
    [InlineData("""{"op":"replace","path":"roles","value":[{"value":"r9"}]}""", """{"groups_text":"r9"}""")]
    [InlineData("""{"op":"remove","path":"roles"}""", """{"groups_text":null}""")]
    [InlineData(
        """{"op":"replace","path":"emails","value":[{"type":"home","value":"h2@x.org"}]}""",
        """{"mail":null,"emails":[{"type":"home","value":"h2@x.org"}]}"""
    )]
    [InlineData("""{"op":"remove","path":"emails[value eq \"w@x.org\"]"}""", """{"mail":null}""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"w2@x.org"}""", """{"mail":"w2@x.org"}""")]
    [InlineData(
        """{"op":"replace","path":"emails[type eq \"work\" and value eq \"w@x.org\"].value","value":"w2@x.org"}""",
        """{"mail":"w2@x.org"}"""
    )]
    [InlineData(
        """{"op":"replace","path":"addresses[type eq \"work\"].locality","value":"Bonn"}""",
        """{"office":{"locality":"Bonn","country":"DE"}}"""
    )]
    [InlineData("""{"op":"remove","path":"addresses[type eq \"work\"].locality"}""", """{"office":{"country":"DE"}}""")]
    public async Task A_patch_means_at_the_target_what_it_means_to_the_client(string operation, string changed)
    {
        var expected = stored.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(changed)!.AsObject())
            if (value is null) expected.Remove(name);
            else expected[name] = value.DeepClone();

        var answer = await gateway.PatchAsync(
            "Users/1",
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}"""
        );

        Assert.True(answer.Status is 200 or 204, answer.Detail);
        Assert.True(JsonNode.DeepEquals(expected, stored), stored.ToJsonString());
    }

    [Fact]
    public async Task A_second_value_is_refused_where_the_target_has_one()
    {
        string before = stored.ToJsonString();

        var answer = await gateway.PatchAsync(
            "Users/1",
            Bodies.Patch("""{"op":"add","path":"phoneNumbers","value":[{"type":"fax","value":"+2"}]}""")
        );

        Assert.StartsWith(
            "phoneNumbers after the first of a User cannot be changed",
            answer.IsScimError(400, "mutability").Detail,
            StringComparison.Ordinal
        );
        Assert.Equal(before, stored.ToJsonString());
    }

    [Fact]
    public async Task A_put_at_a_target_without_it_leaves_nothing_standing()
    {
        await using var patched = await TestGateway.StartAsync(
            target.Url,
            Mapping.Replace("target({", "target({ can: { put: false },", StringComparison.Ordinal)
        );

        var answer = await patched.PutAsync("Users/1", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","name":{"givenName":"Ana","familyName":"Lytics"},"roles":[{"value":"r1"},{"value":"r2"},{"value":"r3"}],"emails":[{"type":"home","value":"h@x.org"}]}""");

        Assert.Equal(200, answer.Status);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"id":"1","userName":"ana","groups_text":"r1,r2,r3","emails":[{"type":"home","value":"h@x.org"}],"first":"Ana","last":"Lytics"}"""), stored), stored.ToJsonString());
    }

    // the filter | what the target was asked to look for; nothing: everybody, and the gateway looks
    [Theory]
    [InlineData("emails[type eq \"work\" and value eq \"w@x.org\"]", "mail eq \"w@x.org\"")]
    [InlineData("emails[type eq \"home\" and value eq \"h@x.org\"]", "emails[type eq \"home\" and value eq \"h@x.org\"]")]
    [InlineData("emails.value eq \"w@x.org\"", null)]
    [InlineData("emails.value eq \"h@x.org\"", null)]
    [InlineData("emails eq \"w@x.org\"", null)]
    [InlineData("emails[value eq \"w@x.org\"]", null)]
    [InlineData("emails pr", null)]
    [InlineData("addresses.locality eq \"Ulm\"", null)]
    [InlineData("addresses[type eq \"work\" and locality eq \"Ulm\"]", null)]
    [InlineData("roles.value eq \"r2\"", null)]
    [InlineData("roles[value eq \"r2\"]", null)]
    [InlineData("name pr", null)]
    [InlineData("phoneNumbers.value eq \"+1\"", "phone eq \"+1\"")]
    public async Task A_filter_finds_who_it_means(string filter, string? asked)
    {
        var list = await gateway.GetAsync("Users?filter=" + Uri.EscapeDataString(filter));

        Assert.Equal((200, 1), (list.Status, (int)list.Json!["totalResults"]!));
        Assert.Equal(asked, QueryHelpers
            .ParseQuery(new Uri("http://x" + target.Requests[^1].PathAndQuery).Query)
            .GetValueOrDefault("filter")
            .FirstOrDefault());
    }

    [Fact]
    public async Task A_value_that_holds_what_stands_between_values_is_refused()
    {
        var answer = await gateway.PatchAsync(
            "Users/1",
            Bodies.Patch("""{"op":"add","path":"roles","value":[{"value":"Sales, EMEA"}]}""")
        );

        answer.IsScimError(400, "invalidValue");
        Assert.DoesNotContain(target.Requests, request => request.Method == "PATCH");
    }

    // It knows whole attributes and parts of them, as everybody does.
    private async Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        if (request.Method == "PATCH")
        {
            foreach (var operation in JsonNode.Parse(request.Body)!["Operations"]!.AsArray())
            {
                string[] path = operation!["path"]!.GetValue<string>().Split('.');
                if (path[0].Contains('[') || !stored.ContainsKey(path[0]))
                {
                    await context.AnswerAsync(400, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"noTarget","detail":"no such path"}""");
                    return;
                }

                var holder = path.Length == 1 ? stored : stored[path[0]]!.AsObject();
                if (operation["op"]!.GetValue<string>() == "remove") holder.Remove(path[^1]);
                else holder[path[^1]] = operation["value"]?.DeepClone();
            }
        }

        // What it is asked for in words that it knows it finds, and nobody else.
        string? filter = context.Request.Query["filter"];
        bool knows = filter is null || stored.ContainsKey(filter.Split(' ', '[')[0]);
        await context.AnswerAsync(200, request.PathAndQuery.StartsWith("/Users/", StringComparison.Ordinal)
            ? stored.ToJsonString()
            : $$"""{"totalResults":{{(knows ? 1 : 0)}},"Resources":[{{(knows ? stored.ToJsonString() : "")}}]}""");
    }
}
