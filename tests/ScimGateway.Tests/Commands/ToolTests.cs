using ScimGateway.Configuration;
using ScimGateway.Tests.Running;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Commands;

/// <summary>The tools of those who write mappings and configs.</summary>
public sealed class ToolTests
{
    private static string Demo => Path.Combine(Repository.Root, "gateway.yaml");

    [Fact]
    public async Task A_good_config_is_said_to_be_good()
    {
        var run = await CommandRun.OfAsync("check", Demo);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("is good: 3 clients, 3 targets, 3 mappings.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_the_config_and_of_the_mappings_beside_it_are_told_together()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", "clients: []\ntargets:\n  - name: acme\n    url: nowhere\n");
        folder.Write("mappings/acme/mapping.js", "target({ User: { attributes: [ map(\"tilte\", \"role\") ] } });");

        var run = await CommandRun.OfAsync("check", folder.At("gateway.yaml"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("gateway.yaml:4: targets.acme.url", run.Output, StringComparison.Ordinal);
        Assert.Contains("mapping.js:1: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_whose_secrets_are_elsewhere_can_be_checked_for_everything_else()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", """
            cursorKey: env:NOT_SET_KEY
            cache: env:NOT_SET_CACHE
            clients:
              - { name: a, token: env:NOT_SET_A, target: acme }
              - { name: b, token: file:nowhere/b, target: acme }
            targets:
              - { name: acme, url: https://acme.example/scim, auth: { bearer: file:nowhere/acme } }
              - { name: base, url: https://base.example/scim, auth: { basic: { user: u, password: env:NOT_SET_P } } }
            """);

        var strict = await CommandRun.OfAsync("check", folder.At("gateway.yaml"));
        var ci = await CommandRun.OfAsync("check", folder.At("gateway.yaml"), "--no-secrets");

        Assert.Equal(1, strict.ExitCode);
        Assert.Contains("the environment variable NOT_SET_A is not set", strict.Output, StringComparison.Ordinal);
        Assert.True(ci.ExitCode == 0, ci.Output);
        Assert.Contains(
            "is good: 2 clients, 2 targets, 0 mappings. Secrets that are not here were not looked at.",
            ci.Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("token: env:NOT_SET_A, target: acme }\n  - { name: b, token: env:NOT_SET_A", "is the same token as in line 2")]
    [InlineData("token: env:NOT-A-NAME", "expected the name of a variable after env:")]
    [InlineData("token: vault:x", "what stands before the colon is no source of secrets")]
    public async Task Without_secrets_what_is_written_of_them_is_still_checked(string token, string fault)
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", $"clients:\n  - {{ name: a, {token}, target: acme }}\ntargets:\n  - {{ name: acme, url: https://acme.example/scim, auth: none }}\n");

        var run = await CommandRun.OfAsync("check", folder.At("gateway.yaml"), "--no-secrets");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_new_each_time_and_its_line_knows_it()
    {
        var run = await CommandRun.OfAsync("token");
        string token = run.Output.ReplaceLineEndings("\n").Split('\n')[0];

        Assert.True(token.Length >= 43);
        Assert.Contains(
            "token: sha256:" + Convert.ToHexStringLower(ClientToken.Hash(token)),
            run.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(token, (await CommandRun.OfAsync("token")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chekc", "'chekc' is neither a command nor a file; scim-gateway help names the commands.")]
    [InlineData("--verbose", "'--verbose' is no option here; scim-gateway help names them.")]
    public async Task A_mistyped_command_is_not_taken_for_a_config(string word, string fault)
    {
        var run = await CommandRun.OfAsync(word);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help check", "check --help")]
    [InlineData("version", "--version")]
    public async Task A_word_says_the_same_as_the_option(string words, string options)
    {
        var word = await CommandRun.OfAsync(words.Split(' '));
        var option = await CommandRun.OfAsync(options.Split(' '));

        Assert.NotEmpty(option.Output);
        Assert.Equal(option, word);
    }

    [Theory]
    [InlineData("https://127.0.0.1:8080", "--listen: https is not spoken here")]
    [InlineData("nowhere", "--listen: \"nowhere\" is not an absolute URL")]
    public async Task The_demo_says_where_it_cannot_listen(string address, string fault)
    {
        var run = await CommandRun.OfAsync("demo", "--listen", address);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_shows_every_call_its_rows_and_what_the_client_gets()
    {
        using var folder = new ScratchFolder();
        folder.Write("create.http", "POST /scim/v2/Users HTTP/1.1\nContent-Type: application/scim+json\n\n{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ana@example.org\",\"title\":\"Dev\"}");

        var run = await CommandRun.OfAsync(
            "map",
            Path.Combine(Repository.Root, "mappings/peakon"),
            folder.At("create.http"),
            "--profile",
            "okta"
        );

        Assert.True(run.ExitCode == 0, run.Output);
        foreach (string said in new[]
        {
            "The client (okta) sends",
            "In RFC words",
            "create then update",
            "title → urn:ietf:params:scim:schemas:extension:peakon:2.0:User:Job Title",
            "1. The target gets",
            "2. The target gets",
            "\"Job Title\": \"Dev\"",
            "The target answers (made up)",
            "The client gets",
            "Location: https://gateway.example/scim/v2/Users/",
        }) Assert.Contains(said, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_takes_a_target_of_a_config_whose_secrets_are_not_here_and_an_answer_of_one_s_own()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", "listen: http://127.0.0.1:0\nclients:\n  - { name: a, token: env:NOT_SET_HERE, target: acme }\ntargets:\n  - { name: acme, url: https://acme.example/scim, auth: { bearer: env:NOT_SET_EITHER } }\n");
        folder.Write("look.http", "GET /Users?filter=userName eq \"a+b\"");
        folder.Write("answer.http", "HTTP/1.1 503 Busy\nRetry-After: 7\n\n<html>later</html>");

        var run = await CommandRun.OfAsync(
            "map",
            "acme",
            folder.At("look.http"),
            "--config",
            folder.At("gateway.yaml"),
            "--answer",
            folder.At("answer.http")
        );

        Assert.True(run.ExitCode == 1, run.Output);
        Assert.Contains("List of /Users where userName eq \"a+b\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("GET /Users?filter=userName%20eq%20%22a%2Bb%22", run.Output, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 7", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_uses_answers_in_the_order_of_the_calls_and_makes_up_the_rest()
    {
        using var folder = Acme("can: { patch: false },");
        folder.Write("change.http", """
            PATCH /Users/7

            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Dev"}]}
            """);
        folder.Write(
            "read.http",
            """200\n\n{"id":"7","userName":"ana","role":"Ops"}""".Replace("\\n", "\n", StringComparison.Ordinal)
        );
        folder.Write("put.http", "409\n\n{\"detail\":\"Role is taken.\"}");

        var both = await CommandRun.OfAsync(
            "map",
            folder.At("acme"),
            folder.At("change.http"),
            "--answer",
            folder.At("read.http"),
            "--answer",
            folder.At("put.http")
        );
        var one = await CommandRun.OfAsync(
            "map",
            folder.At("acme"),
            folder.At("change.http"),
            "--answer",
            folder.At("read.http")
        );

        Assert.True(both.ExitCode == 1, both.Output);
        Assert.Contains("Role is taken.", both.Output, StringComparison.Ordinal);
        Assert.True(one.ExitCode == 0, one.Output);
        Assert.Contains("2. The target gets\n    PUT /Users/7", one.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Single(one.Output.Split("The target answers (made up)")[1..]);
    }

    [Fact]
    public async Task Map_plays_a_case_with_its_profile_and_its_answers_and_says_what_was_not_needed()
    {
        using var folder = Acme("");
        folder.Write("look.case", """
            === client okta
            GET /Users/7
            === target gets
            GET /Users/7
            === target answers
            200

            {"id":"7","userName":"ana","role":"Ops"}
            === target gets
            GET /Users/8
            === target answers
            200
            === client gets
            200
            """);
        folder.Write("look.http", "GET /Users/7");

        var whole = await CommandRun.OfAsync("map", folder.At("acme"), folder.At("look.case"));
        var answers = await CommandRun.OfAsync(
            "map",
            folder.At("acme"),
            folder.At("look.http"),
            "--answer",
            folder.At("look.case")
        );

        Assert.True(whole.ExitCode == 0, whole.Output);
        Assert.Contains("The client (okta) sends", whole.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 answers were not needed.", whole.Output, StringComparison.Ordinal);
        Assert.All([whole, answers], run => Assert.Contains("\"title\": \"Ops\"", run.Output, StringComparison.Ordinal));
        Assert.Contains("The client (strict) sends", answers.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /Users", true, true)]
    [InlineData("PUT /Users/7", false, true)]
    [InlineData("GET /Users/7", false, false)]
    public async Task Map_shows_what_the_mapping_adds(string line, bool hasDefault, bool hasConstant)
    {
        using var folder = Acme("");
        folder.Write("request.http", line
            + "\n\n"
            + (line[0] == 'P' ? """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""" : ""));

        var run = await CommandRun.OfAsync("map", folder.At("acme"), folder.At("request.http"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(hasDefault, run.Output.Contains(
            "line 3: nickName → alias, on create only, \"none\" when the client says nothing",
            StringComparison.Ordinal
        ));
        Assert.Equal(hasConstant, run.Output.Contains("line 4: source is always \"scim\"", StringComparison.Ordinal));
        Assert.DoesNotContain("line 2:", run.Output, StringComparison.Ordinal);
    }

    private static ScratchFolder Acme(string can)
    {
        var folder = new ScratchFolder();
        folder.Write("acme/mapping.js", $$"""
            target({ {{can}} User: { attributes: [
              map("title", "role"),
              map("nickName", "alias", { default: "none", on: "create" }),
              constant("source", "scim")
            ] } });
            """);
        return folder;
    }

    [Theory]
    [InlineData("nowhere", "GET /Users", "strict", "'nowhere' is no folder, and no target of")]
    [InlineData("peakon", "Users", "strict", "must begin with a method and a path")]
    [InlineData("peakon", "GET /Users", "auth0", "There is no profile 'auth0'")]
    public async Task Map_says_what_it_cannot_use(string target, string request, string profile, string fault)
    {
        using var folder = new ScratchFolder();
        folder.Write("request.http", request);
        var run = await CommandRun.OfAsync("map", target, folder.At("request.http"), "--config", Demo, "--profile", profile);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Output, StringComparison.Ordinal);
    }
}
