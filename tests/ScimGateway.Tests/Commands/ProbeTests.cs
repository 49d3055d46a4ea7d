using System.Text;
using ScimGateway.Commands.Output;
using ScimGateway.Commands.Probes;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Sandbox;
using ScimGateway.Tests.Emulation;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Commands;

/// <summary>What <c>probe</c> finds out, and that it prints nothing that it has not seen.</summary>
public sealed class ProbeTests
{
    private static string Demo => Path.Combine(Repository.Root, "gateway.yaml");

    public static TheoryData<string> Sandboxes => [.. SandboxServer.Names];

    [Fact]
    public async Task Probe_finds_out_by_reading_what_a_strict_server_can_do_and_leaves_it_as_it_was()
    {
        await using var scimmy = await ScimmyServer.StartAsync();
        using var token = new ScratchFolder();
        token.Write("token", scimmy.Token);
        foreach (string name in new[] { "bo", "ana", "cy" }) await CreateAsync(scimmy, name);

        var run = await CommandRun.OfAsync("probe", scimmy.BaseAddress.ToString(), "--token", "file:" + token.At("token"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("GET /Users?count=1000: 3 of 3 users.", run.Output, StringComparison.Ordinal);
        Assert.Contains("paging: \"index\", // startIndex and count are understood", run.Output, StringComparison.Ordinal);
        Assert.Contains("sort: true // by userName, up and down", run.Output, StringComparison.Ordinal);
        Assert.Contains("// patch: not tried: --writes tries it", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("patch: true", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, (await scimmy.StoredAsync("Users")).Count);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(3, true)] // too low
    [InlineData(0, true)] // that of the page
    public async Task Probe_sees_totals_that_are_not_true(int? total, bool isTold)
    {
        await using var target = await new PagedTarget(7)
        {
            Total = (page, all) =>
            total switch
            {
                null => all,
                0 => page,
                _ => total,
            }
        }.StartAsync();

        var run = await CommandRun.OfAsync("probe", target.Url);

        Assert.Equal(isTold, run.Output.Contains("totals: false", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Probe_with_writes_asks_an_empty_server_with_users_and_a_group_of_its_own_and_removes_them(int express)
    {
        await using var scimmy = await ScimmyServer.StartAsync(express);
        using var token = new ScratchFolder();
        token.Write("token", scimmy.Token);

        var run = await CommandRun.OfAsync(
            "probe",
            scimmy.BaseAddress.ToString(),
            "--writes",
            "--token",
            "file:" + token.At("token")
        );

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("patch: true, // a replace of name.familyName was stored", run.Output, StringComparison.Ordinal);
        Assert.Contains("put: true, // a PUT was stored", run.Output, StringComparison.Ordinal);
        Assert.Contains("caseExact: true }", run.Output, StringComparison.Ordinal);
        Assert.Contains("The test users and the test group are gone.", run.Output, StringComparison.Ordinal);
        Assert.Contains("sort: true, // by userName, up and down", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "// totals: not seen: there is one group, and a page of one says the same",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("replaceMembers: true", run.Output, StringComparison.Ordinal);
        Assert.Empty(await scimmy.StoredAsync("Users"));
        Assert.Empty(await scimmy.StoredAsync("Groups"));
        Compiles(run.Output);
    }

    [Fact]
    public async Task Probe_removes_its_user_although_it_is_ended_in_the_middle()
    {
        using var ending = new CancellationTokenSource();
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            if (request.Method == "PATCH") ending.Cancel();
            return context.AnswerAsync(request.Method == "POST" ? 201 : 200, """{"id":"7","userName":"probe"}""");
        });
        using var output = new StringWriter();

        int exit = await ProbeCommand.RunAsync(
            target.Url,
            null,
            writes: true,
            "gateway.yaml",
            new Shown(output, colours: false),
            ending.Token
        );

        Assert.Equal(1, exit);
        Assert.Contains("DELETE /Users/7", target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}"));
        Assert.Contains("It was ended before it was done.", output.ToString(), StringComparison.Ordinal);
        Assert.Matches("Not removed: .*the user 'probe1-[0-9a-f]+-scim-gateway@example.com'", output.ToString());
    }

    [Fact]
    public async Task Probe_sees_what_lists_leave_out()
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(
            200,
            request.PathAndQuery switch
            {
                "/Users/1" => """{"id":"1","userName":"ana","title":"CTO","emails":[{"value":"a@x"}],"roles":[]}""",
                var path when path.StartsWith("/Users", StringComparison.Ordinal) =>
                    """{"totalResults":1,"Resources":[{"id":"1","userName":"ana","title":"CTO"}]}""",
                _ => """{"totalResults":0,"Resources":[]}""",
            }
        ));

        var run = await CommandRun.OfAsync("probe", target.Url);

        Assert.Contains("listsLack: [\"emails\"]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_asks_where_the_mapping_says_and_again_where_it_was_too_much()
    {
        int calls = 0;
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            context.Response.Headers.RetryAfter = "0";
            if (++calls % 2 == 1) return context.AnswerAsync(429);
            return request.PathAndQuery.StartsWith("/people", StringComparison.Ordinal)
                ? context.AnswerAsync(200, """{"totalResults":1,"Resources":[{"id":"1","userName":"ana"}]}""")
                : context.AnswerAsync(404);
        });
        using var folder = new ScratchFolder();
        folder.Write("hr/mapping.js", """target({ User: { path: "/people" } });""");
        folder.Write("gateway.yaml", $"""
            clients: [ {"{"} name: test, token: "sha256:{new string('a', 64)}", target: hr {"}"} ]
            targets: [ {"{"} name: hr, url: "{target.Url}", auth: none, mapping: hr {"}"} ]
            """);

        var run = await CommandRun.OfAsync("probe", "hr", "--config", folder.At("gateway.yaml"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("whose users are at /people", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 users.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("list: false", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(target.Requests, request => request.PathAndQuery.StartsWith("/Users", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probe_claims_no_projection_of_what_has_nothing_more_to_show()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"totalResults":2,"Resources":[{"id":"1","userName":"a"},{"id":"2","userName":"b"}]}"""
        );

        var run = await CommandRun.OfAsync("probe", target.Url);

        Assert.Contains(
            "// projection: not seen: the user has nothing that attributes=userName could leave out",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Probe_finds_that_a_PUT_keeps_what_it_leaves_out()
    {
        var run = await CommandRun.OfAsync("probe", "peakon", "--writes", "--config", Demo);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains(
            "put: \"merge\", // a PUT without displayName was stored, and displayName stayed",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("caseExact", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_finds_that_a_sandbox_merges_and_only_compares_userName()
    {
        var run = await CommandRun.OfAsync("probe", "leapsome", "--writes", "--config", Demo);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains(
            "filters: { operators: [\"eq\"], attributes: [\"userName\"], logical: false }",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("patch: \"merge\"", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "membersReturned: false, // a PATCH that adds a member was taken, and the group does not show it",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("sort: false", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_says_when_the_credentials_are_refused_or_nobody_is_there()
    {
        await using var sandbox = await SandboxServer.StartAsync("peakon");
        var refused = await CommandRun.OfAsync("probe", sandbox.BaseAddress.ToString());
        var nobody = await CommandRun.OfAsync("probe", "http://127.0.0.1:1");
        Assert.Equal((1, 1), (refused.ExitCode, nobody.ExitCode));
        Assert.Contains("The server refuses the credentials (HTTP 401).", refused.Output, StringComparison.Ordinal);
        Assert.Contains("refused", nobody.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    public async Task Probe_of_a_sandbox_prints_what_compiles_and_leaves_nothing_that_it_does_not_name(string name)
    {
        await using var sandbox = await SandboxServer.StartAsync(name, new SandboxOptions { RequestsPerSecond = 10_000 });
        using var token = new ScratchFolder();
        token.Write("token", sandbox.Token);
        var before = sandbox.Stored("/Users").Keys.ToHashSet();

        var run = await CommandRun.OfAsync(
            "probe",
            sandbox.BaseAddress.ToString(),
            "--writes",
            "--token",
            "file:" + token.At("token")
        );

        Assert.True(run.ExitCode == 0, run.Output);
        Compiles(run.Output);
        Assert.All(
            sandbox.Stored("/Users").Keys.Where(id => !before.Contains(id)),
            id => Assert.Contains($"(/Users/{id})", run.Output, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(sandbox.Token, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_of_a_target_with_a_mapping_finds_what_its_rows_call_otherwise()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", $"state: memory\nclients: [ {{ name: a, token: env:NOT_SET_A, target: slack }} ]\ntargets: [ {{ name: slack, url: sandbox:slack, mapping: '{Path.Combine(Repository.Root, "mappings/slack")}' }} ]\n");

        var run = await CommandRun.OfAsync("probe", "slack", "--writes", "--config", folder.At("gateway.yaml"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("filters: { operators: [\"eq\"], attributes: [\"emails\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("membersReturned: true", run.Output, StringComparison.Ordinal);
        Compiles(run.Output);
    }

    [Fact]
    public async Task Probe_of_a_server_that_only_reads_says_so()
    {
        await using var sandbox = await SandboxServer.StartAsync("alexishr");
        using var token = new ScratchFolder();
        token.Write("token", sandbox.Token);

        var run = await CommandRun.OfAsync(
            "probe",
            sandbox.BaseAddress.ToString(),
            "--writes",
            "--token",
            "file:" + token.At("token")
        );

        Assert.Contains("create: false, // POST /Users answered 405", run.Output, StringComparison.Ordinal);
        Assert.Contains("POST /Users: 405: {\"message\":\"This API is read only\"}", run.Output, StringComparison.Ordinal);
        Assert.Contains("// Leave Group out: GET /Groups says that there are none.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("patch: true", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_is_not_fooled_by_a_server_that_ignores_filters()
    {
        await using var target = OddTarget.Of(_ => OddTarget.Users(1, 3, total: 3));

        var run = await CommandRun.OfAsync("probe", target.Url);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains(
            "filters: false, // a filter that nobody fits is answered with somebody",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "paging: \"none\", // startIndex and count are ignored, and all come at once",
            run.Output,
            StringComparison.Ordinal
        );
        Compiles(run.Output);
    }

    [Fact]
    public async Task Probe_shows_what_a_server_says_to_what_it_refuses_bounded_and_without_the_token()
    {
        const string secret = "a-secret-that-nobody-may-see";
        using var token = new ScratchFolder();
        token.Write("token", secret);
        await using var target = OddTarget.Of(query => query.ContainsKey("sortBy")
            ? (500, $"<html>\n<p>cannot sort\u001b[31m, {secret}</p>{new string('x', 5000)}")
            : OddTarget.Users(1, 3, total: 3));

        var run = await CommandRun.OfAsync("probe", target.Url, "--token", "file:" + token.At("token"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("sort: false // sortBy=userName was answered with 500", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "GET /Users?sortBy=userName: 500: <html> <p>cannot sort [31m, ***</p>xxx",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(secret, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length < 500, line));
        Compiles(run.Output);
    }

    [Theory]
    [InlineData(50, "totals: false, // totalResults is 50, and there are more")]
    [InlineData(120, "totals: true, // totalResults is 120")]
    public async Task Probe_finds_the_page_size_of_a_server_that_does_not_tell_it_and_that_it_has_no_groups(
        int told,
        string totals
    )
    {
        await using var target = OddTarget.Of(query =>
        {
            int start = query.TryGetValue("startIndex", out string? index) ? int.Parse(index) : 1;
            return OddTarget.Users(start, Math.Min(50, 121 - start), told);
        });

        var run = await CommandRun.OfAsync("probe", target.Url);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("pageSize: 50,", run.Output, StringComparison.Ordinal);
        Assert.Contains("paging: \"index\", // startIndex is understood, and count is not", run.Output, StringComparison.Ordinal);
        Assert.Contains(totals, run.Output, StringComparison.Ordinal);
        Assert.Contains("// Leave Group out: GET /Groups says that there are none.", run.Output, StringComparison.Ordinal);
        Compiles(run.Output);
    }

    [Fact]
    public async Task Probe_of_an_empty_server_that_may_not_be_written_to_prints_questions_alone()
    {
        await using var target = OddTarget.Of(_ => OddTarget.Users(1, 0, total: 0));

        var run = await CommandRun.OfAsync("probe", target.Url);

        Assert.True(run.ExitCode == 0, run.Output);
        foreach (string key in new[] { "filters", "sort", "projection", "paging", "create", "patch", "put", "delete" })
            Assert.Contains($"  // {key}: not tried", run.Output, StringComparison.Ordinal);
        Assert.Contains("--writes makes some and removes them", run.Output, StringComparison.Ordinal);
        Compiles(run.Output);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Probe_fails_when_nothing_worked(int status)
    {
        await using var target = OddTarget.Of(_ => (status, "nothing here"));

        var run = await CommandRun.OfAsync("probe", target.Url, "--writes");

        Assert.True(run.ExitCode == 1, run.Output);
        Assert.Contains("Nothing worked. Is ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{status}: nothing here", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("can: {", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_asks_by_the_target_s_own_names_and_needs_nobody_else_s_secrets()
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
            context.AnswerAsync(200, request.PathAndQuery.Contains("nobody", StringComparison.Ordinal)
            || !request.PathAndQuery.StartsWith("/Users", StringComparison.Ordinal)
                ? """{"totalResults":0,"Resources":[]}"""
                : """{"totalResults":1,"Resources":[{"id":"1","login":"ana"}]}"""));
        using var folder = Config(target.Url, "none");

        var run = await CommandRun.OfAsync("probe", "hr", "--config", folder.At("gateway.yaml"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("attributes: [\"login\", \"id\"]", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            target.Requests,
            request => request.PathAndQuery.Contains("login%20eq%20%22ana%22", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(target.Requests, request => request.PathAndQuery.Contains("userName", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probe_says_which_secret_of_the_target_itself_is_missing()
    {
        using var folder = Config("http://127.0.0.1:1", "{ bearer: env:NOT_SET_EITHER }");

        var run = await CommandRun.OfAsync("probe", "hr", "--config", folder.At("gateway.yaml"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "targets.hr.auth: the environment variable NOT_SET_EITHER is not set",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Probe_removes_a_second_user_of_the_same_name_too_where_a_server_takes_one()
    {
        int made = 0;
        await using var target = await FakeTarget.StartAsync((context, request) => request.Method switch
        {
            "POST" => context.AnswerAsync(201, $$"""{"id":"{{++made}}","userName":"x"}"""),
            "DELETE" => context.AnswerAsync(204),
            _ => context.AnswerAsync(404),
        });

        var run = await CommandRun.OfAsync("probe", target.Url, "--writes");

        Assert.Equal(["/Groups/3", "/Users/1", "/Users/2", "/Users/4"], target
            .Requests.Where(request => request.Method == "DELETE")
            .Select(request => request.PathAndQuery)
            .Order(StringComparer.Ordinal));
        Assert.Contains("are gone.", run.Output, StringComparison.Ordinal);
    }

    private static ScratchFolder Config(string url, string auth)
    {
        var folder = new ScratchFolder();
        folder.Write("hr/mapping.js", """target({ User: { attributes: [ map("userName", "login") ] } });""");
        folder.Write("gateway.yaml", $"""
            clients:
              - {"{"} name: test, token: env:NOT_SET_HERE, target: hr {"}"}
              - {"{"} name: other, token: file:nowhere, target: hr {"}"}
            targets: [ {"{"} name: hr, url: "{url}", auth: {auth}, mapping: hr {"}"} ]
            """);
        return folder;
    }

    /// <summary>What is printed is pasted into a mapping.</summary>
    private static void Compiles(string output)
    {
        string printed = output[output.IndexOf("can: {", StringComparison.Ordinal)..];
        using var folder = new ScratchFolder();
        folder.Write("acme/mapping.js", $"target({{ User: {{}},\n{printed}\n}});");
        var mapping = MappingCompiler.Compile(folder.At("acme"), new GatewayLimits().ToScriptLimits());
        Assert.Contains(mapping.Resources, resource => resource.Type.Name == "User");
    }

    private static async Task CreateAsync(ScimmyServer scimmy, string name)
    {
        using var http = scimmy.CreateClient();
        using var content = new StringContent(
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{name}}"}""",
            Encoding.UTF8,
            "application/scim+json"
        );
        using var answer = await http.PostAsync("Users", content);
        answer.EnsureSuccessStatusCode();
    }
}
