using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>What a client sets and the mapping does not write: refused, or told to the operator, and never swallowed.</summary>
public sealed class UnwrittenTests
{
    private const string Mapping = """
        const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        target({ User: { attributes: [
          map("title", "jobTitle", { readOnly: true }),
          map("locale", "locale", { on: "create" }),
          drop("nickName"),
          map("roles", "role", { convert: "first" }),
          map("timezone", "zone", { when: 'userType eq "Employee"' }),
          drop("emails"),
          map('emails[type eq "work"].value', "mail"),
          drop(`${enterprise}:costCenter`)
        ] } });
        """;

    private const string Stored = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana@x.org","jobTitle":"CTO","locale":"de","mail":"ana@x.org","role":"dev"}""";

    private static string User(string more) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org"{{more}}}""";

    private static Task<FakeTarget> TargetAsync() => FakeTarget.StartAsync((context, request) =>
        request.Method == "POST" ? context.AnswerAsync(201, Stored)
        : request.PathAndQuery.StartsWith("/Users/1", StringComparison.Ordinal) ? context.AnswerAsync(200, Stored)
        : context.AnswerAsync(200, $$"""{"totalResults":1,"Resources":[{{Stored}}]}"""));

    /// <summary>A PATCH, and the attribute that it would change in vain; none: it says what is there, or what is
    /// written.</summary>
    public static TheoryData<string, string?> Patches { get; } = new()
    {
        { """{"op":"replace","path":"title","value":"CTO"}""", null },
        { """{"op":"replace","path":"title","value":"CEO"}""", "title" },
        { """{"op":"remove","path":"title"}""", "title" },
        { """{"op":"replace","path":"locale","value":"de"}""", null },
        { """{"op":"replace","path":"locale","value":"en"}""", "locale" },
        { """{"op":"add","path":"nickName","value":"An"}""", "nickName" },
        { """{"op":"remove","path":"nickName"}""", null },
        { """{"op":"replace","value":{"displayName":"Ana","title":"CEO"}}""", "title" },
        {
            """{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter","value":"7"}""",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter"
        },
        {
            """{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"7"}""",
            null
        },
        { """{"op":"replace","path":"emails","value":[{"type":"work","value":"a@x.org","primary":true}]}""", null },
        { """{"op":"add","path":"emails","value":[{"type":"home","value":"a@x.org"}]}""", "emails" },
        { """{"op":"replace","path":"displayName","value":"Ana"}""", null },
        { """{"op":"replace","path":"roles","value":[{"value":"dev"}]}""", null },
        { """{"op":"add","path":"roles","value":[{"value":"ops"}]}""", "roles after the first" },
        { """{"op":"replace","path":"timezone","value":"Europe/Berlin"}""", "timezone" },
    };

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_strict_client_is_refused_what_would_be_lost_and_nothing_is_sent(string operation, string? lost)
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var answer = await gateway.PatchAsync("Users/1", Bodies.Patch(operation));

        if (lost is null)
        {
            Assert.True(answer.Status == 200, answer.Text);
            return;
        }

        Assert.StartsWith(
            $"{lost} of a User cannot be changed",
            answer.IsScimError(400, "mutability").Detail,
            StringComparison.Ordinal
        );
        Assert.All(target.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task For_a_lenient_client_the_rest_is_done_and_what_is_lost_stands_in_log_and_record(
        string operation,
        string? lost
    )
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, "okta");

        var answer = await gateway.PatchAsync("Users/1", Bodies.Patch(operation));
        var log = await gateway.LogOfAsync(answer);
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(lost, record["ignored"]?.AsArray().Single()!.GetValue<string>());
        Assert.Equal(lost is not null, log.Any(line => line.StartsWith(
            $"Warning test sets {lost} of a User, which the mapping of app does not write: ignored, 1 times",
            StringComparison.Ordinal
        )));
        Assert.DoesNotContain(log, line => line.Contains("CEO", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "", "")]
    [InlineData("POST", ""","title":"CEO","nickName":"An","locale":"en" """, "title nickName")]
    [InlineData("POST", ""","title":"CTO","nickName":"","emails":[{"type":"work","value":"ana@x.org"}]""", "")]
    [InlineData("POST", ""","emails":[{"type":"work","value":"ana@x.org"},{"type":"home","value":"a@x.org"}]""", "emails")]
    [InlineData("PUT", ""","title":"CTO","locale":"de" """, "")]
    [InlineData("PUT", ""","title":"CEO","locale":"en","nickName":"An" """, "title locale nickName")]
    public async Task A_POST_and_a_PUT_are_done_without_it_for_everybody_and_it_is_told(string method, string more, string lost)
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var answer = await gateway.SendAsync(new HttpMethod(method), method == "POST" ? "Users" : "Users/1", User(more));
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.True(answer.Status is 200 or 201, answer.Text);
        Assert.Equal(lost, string.Join(' ', record["ignored"]?.AsArray().Select(name => (string?)name) ?? []));
    }

    /// <summary>Slack makes the e-mail of the userName: who changes both alike loses nothing.</summary>
    [Theory]
    [InlineData("""{"op":"replace","path":"title","value":"Ana Lee"}""", 400)]
    [InlineData("""{"op":"replace","value":{"displayName":"Ana Lee","title":"Ana Lee"}}""", 200)]
    [InlineData("""{"op":"replace","value":{"displayName":"Ana Lee","title":"CEO"}}""", 400)]
    public async Task A_value_that_the_mapping_makes_of_another_may_change_with_it(string operation, int status)
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana","label":"Ana"}"""
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url, """target({ User: { attributes: [map("displayName", "label"), map("title", "made", { readOnly: true })], fromTarget: user => ({ ...user, made: user.label }) } });""");

        Assert.Equal(status, (await gateway.PatchAsync("Users/1", Bodies.Patch(operation))).Status);
    }

    [Fact]
    public async Task It_is_told_once_an_hour_with_how_often()
    {
        var clock = new ManualClock();
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, "okta", clock: clock);
        string patch = Bodies.Patch("""{"op":"replace","path":"nickName","value":"An"}""");

        for (int i = 0; i < 3; i++) await gateway.PatchAsync("Users/1", patch);
        clock.Advance(TimeSpan.FromHours(1));
        var last = await gateway.PatchAsync("Users/1", patch);
        await gateway.LogOfAsync(last);

        string[] told = [.. gateway.LogLines.Where(line => line.Contains("sets nickName", StringComparison.Ordinal))];
        Assert.Equal(2, told.Length);
        Assert.Contains("ignored, 3 times", told[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_of_a_Bulk_request_tells_it_too()
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var answer = await gateway.PostAsync("Bulk", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"PUT","path":"/Users/1","data":{{User(""","nickName":"An" """)}} }]}""");
        var log = await gateway.LogOfAsync(answer);
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.Equal("nickName", (string?)record["operations"]![0]!["ignored"]![0]);
        Assert.Contains(
            log,
            line => line.StartsWith("Warning test sets nickName of a User, which the mapping of app", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Schemas_tell_what_is_read_only_and_leave_out_what_is_dropped()
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var schemas = (await gateway.GetAsync("Schemas")).Json!["Resources"]!.AsArray();
        var attributes = schemas
            .SelectMany(schema => schema!["attributes"]!.AsArray())
            .ToDictionary(attribute => attribute.At("name")!, attribute => attribute.At("mutability"));

        Assert.Equal(
            ("readOnly", "immutable", "readWrite"),
            (attributes["title"], attributes["locale"], attributes["displayName"])
        );
        Assert.DoesNotContain("nickName", attributes.Keys);
        Assert.DoesNotContain("costCenter", attributes.Keys);
        Assert.Contains("emails", attributes.Keys);
    }

    [Theory]
    [InlineData("nickName eq \"An\"")]
    [InlineData("userName sw \"a\" and nickName pr")]
    [InlineData("not (nickName eq \"An\")")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter eq \"7\"")]
    public async Task A_filter_on_what_is_dropped_is_refused(string filter)
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        (await gateway.GetAsync(Bodies.Query("Users", filter))).IsScimError(400, "invalidFilter");

        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task What_is_written_on_a_condition_may_be_set_together_with_what_makes_it_hold()
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var answer = await gateway.PatchAsync(
            "Users/1",
            Bodies.Patch("""{"op":"replace","value":{"timezone":"Europe/Berlin","userType":"Employee"}}""")
        );

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Contains("\"Europe/Berlin\"", target.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emails[type eq \"work\" and value eq \"ana@x.org\"]")]
    [InlineData("emails[type eq \"work\"].value eq \"ana@x.org\"", "entra")]
    public async Task A_filter_on_an_element_that_a_row_keeps_asks_its_place_though_the_list_is_dropped(
        string filter,
        string profile = "strict"
    )
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, profile);

        Assert.Equal("1", Assert.Single(await gateway.FindAsync("Users", filter)).At("id"));

        Assert.Contains("mail%20eq%20%22ana%40x.org%22", Assert.Single(target.Requests).PathAndQuery, StringComparison.Ordinal);
    }

    /// <summary>RFC 7644 section 3.4.2.1.</summary>
    [Theory]
    [InlineData("nickName eq \"An\"", 0)]
    [InlineData("nickName eq \"An\" or userName eq \"ana@x.org\"", 1)]
    public async Task In_a_search_over_all_types_it_has_no_value(string filter, int found)
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        Assert.Equal(found, (await gateway.FindAsync("", filter)).Count);
    }
}
