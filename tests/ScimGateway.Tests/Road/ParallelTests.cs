using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

public class ParallelTests
{
    private const int Tasks = 32;
    private const int UsersPerTask = 200;
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Acme = "urn:acme:2.0:User";

    private const string Mapping = """
        var enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        target({
          User: { attributes: [
            map("userName", "login"),
            map("name.givenName", "first"),
            map(enterprise + ":department", "urn:acme:2.0:User:Team"),
            map("title", "jobTitle", {
              write: function (v) { return "<" + v + ">"; },
              read: function (v) { return v.substring(1, v.length - 1); }
            })
          ] }
        });
        """;

    [Fact]
    public async Task Every_body_arrives_whole_and_at_its_own_place_both_ways()
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(200, request.Body));
        // No limit on time: thirty-two tasks on a busy machine wait for the processor for longer than a function may take.
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            Mapping,
            more: "    limits: { timeout: 1m }",
            top: "limits: { scriptTime: 10s }"
        );
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => RunAsync(gateway, task))));

        var got = target.Requests.ToDictionary(request => request.PathAndQuery, request => request.Body, StringComparer.Ordinal);
        Assert.Equal(Tasks * UsersPerTask, got.Count);
        foreach (
            var (task, user) in Enumerable
                .Range(0, Tasks)
                .SelectMany(task => Enumerable.Range(0, UsersPerTask).Select(user => (task, user)))
        )
            Same(AtTarget(task, user), got[$"/Users/{Id(task, user)}"]);
    }

    private static async Task RunAsync(TestGateway gateway, int task)
    {
        for (int user = 0; user < UsersPerTask; user++)
        {
            var answer = await gateway.PutAsync($"Users/{Id(task, user)}", AtClient(task, user).ToJsonString());
            Assert.True(answer.Status == 200, answer.Text);
            var expected = AtClient(task, user);
            expected["id"] = Id(task, user);
            expected["meta"] = new JsonObject
            {
                ["resourceType"] = "User",
                ["location"] = $"https://gw.example/scim/v2/Users/{Id(task, user)}",
            };
            Same(expected, answer.Text);
        }
    }

    private static string Id(int task, int user) => $"u-{task}-{user}";

    // Of all lengths, so that a torn buffer shows.
    private static string Text(int task, int user) => new((char)('a' + (task % 26)), 1 + ((task * 31) + (user * 7)) % 400);

    private static JsonObject AtClient(int task, int user) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Enterprise),
        ["userName"] = $"{Id(task, user)}@x.org",
        ["name"] = new JsonObject { ["givenName"] = Text(task, user), ["familyName"] = "F" + user },
        ["title"] = $"T{task}.{user}",
        ["active"] = user % 2 == 0,
        [Enterprise] = new JsonObject { ["department"] = Text(user, task) },
    };

    private static JsonObject AtTarget(int task, int user) => new()
    {
        ["id"] = Id(task, user),
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Acme),
        ["login"] = $"{Id(task, user)}@x.org",
        ["name"] = new JsonObject { ["familyName"] = "F" + user },
        ["first"] = Text(task, user),
        ["jobTitle"] = $"<T{task}.{user}>",
        ["active"] = user % 2 == 0,
        [Acme] = new JsonObject { ["Team"] = Text(user, task) },
    };

    private static void Same(JsonObject expected, string actual)
    {
        var found = JsonNode.Parse(actual);
        (found?["meta"] as JsonObject)?.Remove("version"); // a hash of what is compared here
        Assert.True(JsonNode.DeepEquals(expected, found), $"Expected {expected.ToJsonString()}, found {actual}");
    }
}
