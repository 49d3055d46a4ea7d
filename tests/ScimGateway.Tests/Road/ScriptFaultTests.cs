using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>A mapping whose functions do what their value tells them to: <c>loop</c>, <c>throw</c>, and so on.</summary>
public sealed class ScriptRoad : IAsyncLifetime
{
    private const string Mapping = """
        function act(word) {
          switch (word) {
            case "throw": throw new Error("secret of " + word);
            case "type": return null.x;
            case "loop": while (true) {}
            case "recurse": return act(word);
            case "string": var s = "x"; for (var i = 0; i < 40; i++) s += s; return s;
            case "array": return new Array(1e9).join("x");
            case "regex": return /^(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
            case "function": return { f: function () {} };
            default: return word;
          }
        }
        target({
          User: { attributes: [
            map("title", "jobTitle", { write: function (v) { return act(v); }, read: false }),
            map("nickName", "alias", { write: function (v) { return v; }, read: function (v) { return act(v); } })
          ] }
        });
        """;

    private FakeTarget? target;
    private TestGateway? gateway;

    public TestGateway Gateway => gateway!;

    public FakeTarget Target => target!;

    public async Task InitializeAsync()
    {
        target = await FakeTarget.StartAsync((context, request) =>
        {
            if (request.Method == "GET" && request.PathAndQuery.Split('?')[0] == "/Users") return context.AnswerAsync(
                200,
                ListOf(request.PathAndQuery.Contains("loop", StringComparison.Ordinal) ? "loop" : "throw")
            );
            string id = request.Method == "POST" ? "throw" : request.PathAndQuery.Split('/')[^1];
            return context.AnswerAsync(200, $$"""{"id":"{{id}}","userName":"ana","alias":"{{id}}"}""");
        });
        // the other limits are what is tested
        gateway = await TestGateway.StartAsync(target.Url, Mapping, top: "limits: { scriptTime: 10s }");
    }

    private static string ListOf(string bad) =>
        $$"""{"totalResults":3,"Resources":[{"id":"1","userName":"bo","alias":"fine"},{"id":"{{bad}}","userName":"ana","alias":"{{bad}}"},{"id":"2","userName":"cy"}]}""";

    public async Task DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        if (target is not null) await target.DisposeAsync();
    }
}

public sealed class ScriptFaultTests(ScriptRoad road) : IClassFixture<ScriptRoad>
{
    [Theory]
    [InlineData("loop", "ran more statements than it may")]
    [InlineData("recurse", "called itself deeper than it may")]
    [InlineData("string", "made a string of more than")]
    [InlineData("array", "made an array of more elements than it may")]
    [InlineData("regex", "matched a regular expression for longer than it may")]
    public async Task A_write_function_past_its_limits_is_our_fault_and_nothing_is_sent(string what, string sentence)
    {
        int before = road.Target.Requests.Count;
        var answer = (await PutAsync(what)).IsScimError(500);
        Assert.Contains(
            "The mapping 'mapping' (mapping.js line 16) is at fault, not the request: its write function for title",
            answer.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(before, road.Target.Requests.Count);
        await LeavesTwoLinesAsync(answer, "0 calls,");
        Assert.Equal(200, (await PutAsync("fine")).Status);
    }

    [Theory]
    [InlineData("throw", "its write function threw an error")]
    [InlineData("type", "its write function threw an error")]
    [InlineData("function", "its write function")]
    public async Task A_write_function_that_throws_refuses_the_value_and_nothing_is_sent(string what, string sentence)
    {
        int before = road.Target.Requests.Count;
        var answer = (await PutAsync(what)).IsScimError(400, "invalidValue");
        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(before, road.Target.Requests.Count);
        Assert.Single(await road.Gateway.LogOfAsync(answer));
    }

    [Theory]
    [InlineData("throw", "threw an error (Error, line 3)")]
    [InlineData("type", "threw an error (TypeError, line 4)")]
    [InlineData("function", "gave")]
    public async Task A_value_that_a_read_function_cannot_take_is_the_target_s_and_told_with_its_resource(
        string what,
        string sentence
    )
    {
        var answer = (await road.Gateway.GetAsync($"Users/{what}")).IsScimError(502);

        Assert.StartsWith(
            "The mapping 'mapping' (mapping.js line 17) could not read alias: its read function",
            answer.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
        Assert.Contains($"The User has the id '{what}'.", answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Detail, StringComparison.Ordinal);
        await LeavesTwoLinesAsync(answer, "1 call,");
    }

    [Theory]
    [InlineData("Users", 502, "could not read alias")]
    [InlineData("Users?attributes=nickName", 502, "could not read alias")]
    [InlineData("Users?filter=displayName%20eq%20%22x%22", 502, "could not read alias")]
    [InlineData(
        "Users?filter=displayName%20eq%20%22loop%22",
        500,
        "ran more statements than it may (limits.scriptStatements: 10000), line 5"
    )]
    public async Task A_list_that_one_resource_fails_names_that_resource(string query, int status, string sentence)
    {
        var answer = (await road.Gateway.GetAsync(query)).IsScimError(status);

        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
        Assert.Contains($"The User has the id '{(status == 502 ? "throw" : "loop")}'.", answer.Detail, StringComparison.Ordinal);
        await LeavesTwoLinesAsync(answer, "1 call,");
    }

    [Theory]
    [InlineData("loop", "ran more statements than it may")]
    [InlineData("recurse", "called itself deeper than it may")]
    [InlineData("string", "made a string of more than")]
    [InlineData("array", "made an array of more elements than it may")]
    [InlineData("regex", "matched a regular expression for longer than it may")]
    public async Task A_read_function_that_fails_is_our_fault_and_the_target_is_asked_once(string what, string sentence)
    {
        int before = road.Target.Requests.Count;
        var answer = (await road.Gateway.GetAsync($"Users/{what}")).IsScimError(500);
        Assert.Contains(
            "The mapping 'mapping' (mapping.js line 17) is at fault, not the request: its read function for alias",
            answer.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(before + 1, road.Target.Requests.Count);
        await LeavesTwoLinesAsync(answer, "1 call,");
        Assert.Equal("fine", (await road.Gateway.GetAsync("Users/fine")).Json!["nickName"]!.GetValue<string>());
    }

    // the client's method | the target's answer to it | what the sentence begins with
    [Theory]
    [InlineData(
        "POST",
        "Users",
        "After the target had answered POST /Users with 200: The mapping 'mapping' (mapping.js line 17) could not read alias"
    )]
    [InlineData(
        "PUT",
        "Users/throw",
        "After the target had answered PUT /Users with 200: The mapping 'mapping' (mapping.js line 17) could not read alias"
    )]
    [InlineData(
        "PATCH",
        "Users/throw",
        "After the target had answered PATCH /Users with 200: The mapping 'mapping' (mapping.js line 17) could not read alias"
    )]
    public async Task A_read_function_that_fails_after_a_change_says_that_the_change_was_made(
        string method,
        string path,
        string sentence
    )
    {
        const string change = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"displayName","value":"Ana"}]}""";
        const string user = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"throw"}""";
        string body = method == "PATCH" ? change : user;

        var answer = (await road.Gateway.SendAsync(new HttpMethod(method), path, body)).IsScimError(502);
        var bulk = await road.Gateway.PostAsync("Bulk", $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"{{method}}","path":"/{{path}}","bulkId":"1","data":{{body}}}]}
            """);

        Assert.StartsWith(sentence, answer.Detail, StringComparison.Ordinal);
        if (method == "POST") Assert.StartsWith(
            sentence,
            bulk.Json!["Operations"]![0]!["response"]!["detail"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    private async Task LeavesTwoLinesAsync(Answer answer, string calls)
    {
        var lines = await road.Gateway.LogOfAsync(answer);
        Assert.Equal(["Error", "Error"], lines.Select(line => line.Split(' ')[0]));
        Assert.Contains(answer.Detail!, lines[0], StringComparison.Ordinal);
        Assert.Contains(calls, lines[1], StringComparison.Ordinal);
    }

    private Task<Answer> PutAsync(string title) =>
        road.Gateway.PutAsync(
            "Users/1",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"{{title}}"}"""
        );
}
