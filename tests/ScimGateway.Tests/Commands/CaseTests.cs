using ScimGateway.Tests.Running;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Commands;

/// <summary>Cases of mappings: those that ship, and what happens to a platform engineer who writes his own.</summary>
public sealed class CaseTests
{
    private const string Mapping = """
        var acme = "urn:acme:2.0:User";
        target({ can: { patch: false }, User: { attributes: [ map("title", acme + ":role") ] } });
        """;

    private const string Created = """
        # A title is called role there.
        === client okta
        POST /Users

        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"Dev"}
        === target gets
        POST /Users

        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:acme:2.0:User"],"userName":"ana","urn:acme:2.0:User":{"role":"Dev"}}
        === target answers
        201

        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:acme:2.0:User"],"id":"7","userName":"ana","urn:acme:2.0:User":{"role":"Dev"}}
        === client gets
        201
        Location: https://gateway.example/scim/v2/Users/7

        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"7","userName":"ana","title":"Dev","meta":{"resourceType":"User","location":"https://gateway.example/scim/v2/Users/7"}}

        """;

    private static readonly string Shipped = Path.Combine(Repository.Root, "mappings");

    public static TheoryData<string> Mappings => [.. Repository.Mappings];

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task A_shipped_mapping_has_cases_and_all_of_them_are_run_and_pass(string mapping)
    {
        string folder = Path.Combine(Shipped, mapping);
        var cases = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file) == Path.Combine(folder, "cases")).ToList();
        Assert.NotEmpty(cases);

        var run = await CommandRun.OfAsync("test", folder);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.All(
            cases,
            file => Assert.Contains($"/{mapping}/cases/{Path.GetFileName(file)}\n", run.Output, StringComparison.Ordinal)
        );
        Assert.EndsWith($"{cases.Count} passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_folder_of_mappings_is_a_mapping_and_no_case_stands_outside_of_its_cases()
    {
        Assert.Equal(
            Directory.GetDirectories(Shipped).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Repository.Mappings
        );
        Assert.All(Directory.GetFiles(Shipped, "*.case", SearchOption.AllDirectories), file =>
            Assert.Matches("^[^/]+/cases/[^/]+$", Path.GetRelativePath(Shipped, file)));
    }

    [Fact]
    public async Task A_case_passes_when_everything_is_as_it_says()
    {
        using var folder = Written(Created);
        var run = await CommandRun.OfAsync("test", folder.At("mappings"));
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.EndsWith("1 passed, 0 failed\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "\"role\":\"Dev\"}}\n=== target answers",
        "\"role\":\"Chief\"}}\n=== target answers",
        "-     \"role\": \"Chief\"",
        "+     \"role\": \"Dev\""
    )]
    [InlineData("201\nLocation", "200\nLocation", "- 200", "+ 201")]
    [InlineData(
        "Users/7\n\n",
        "Users/8\n\n",
        "- Location: https://gateway.example/scim/v2/Users/8",
        "+ Location: https://gateway.example/scim/v2/Users/7"
    )]
    [InlineData(
        "POST /Users\n\n{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"urn:acme",
        "PUT /Users\n\n{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"urn:acme",
        "- PUT /Users",
        "+ POST /Users"
    )]
    public async Task What_is_not_as_the_case_says_is_shown_beside_what_it_says(string was, string said, string gone, string seen)
    {
        using var folder = Written(Created.ReplaceLineEndings("\n").Replace(was, said, StringComparison.Ordinal));

        var run = await CommandRun.OfAsync("test", folder.At("mappings"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(gone, run.Output, StringComparison.Ordinal);
        Assert.Contains(seen, run.Output, StringComparison.Ordinal);
        Assert.Contains("0 passed, 1 failed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_never_comes_fails_the_case()
    {
        using var folder = Written(Created.ReplaceLineEndings("\n").Replace(
            "=== client gets",
            "=== target gets\nPUT /Users/7\n=== target answers\n200\n=== client gets",
            StringComparison.Ordinal
        ));
        var run = await CommandRun.OfAsync("test", folder.At("mappings"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("- PUT /Users/7", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_request_alone_update_writes_the_rest_and_it_passes_from_then_on()
    {
        using var folder = Written(Created[..Created.IndexOf("=== target gets", StringComparison.Ordinal)]);

        var before = await CommandRun.OfAsync("test", folder.At("mappings"));
        var update = await CommandRun.OfAsync("test", folder.At("mappings"), "--update");
        var after = await CommandRun.OfAsync("test", folder.At("mappings"));

        Assert.Equal((1, 0, 0), (before.ExitCode, update.ExitCode, after.ExitCode));
        Assert.Contains("the answers to 1 calls are made up: look at them", update.Output, StringComparison.Ordinal);
        string written = await File.ReadAllTextAsync(folder.At("mappings/acme/cases/one.case"));
        Assert.StartsWith("# A title is called role there.\n=== client okta\nPOST /Users\n", written, StringComparison.Ordinal);
        Assert.Contains("\"role\": \"Dev\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_begins_to_hold_a_5xx_is_written_with_a_warning_and_its_name_and_no_success()
    {
        using var folder = Written("=== client okta\nGET /Users/7\n=== target gets\nGET /Users/7\n=== target answers\n200\n\n<html>\n=== client gets\n200\n");

        var update = await CommandRun.OfAsync("test", folder.At("mappings"), "--update");
        var again = await CommandRun.OfAsync("test", folder.At("mappings"), "--update");

        Assert.Equal((1, 0), (update.ExitCode, again.ExitCode));
        Assert.Contains(
            "one.case: the client gets a 502 now, and the case says so from now on.",
            update.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("answered with success, but not with JSON", update.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed\n", update.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("WARN", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "one.case:1: expected '=== client okta'")]
    [InlineData("=== server\nGET /Users\n", "one.case:1: 'server' is not how a case begins")]
    [InlineData("\n=== client auth0\nGET /Users\n", "one.case:2: there is no profile 'auth0'; there are strict, entra, okta")]
    [InlineData("=== client\nUsers\n", "one.case:2: expected a method and a path")]
    [InlineData("=== client\n\n", "one.case:1: the part 'client' is empty")]
    [InlineData(
        "=== client\nGET /Users\n=== target gets\nGET /Users\n=== client gets\n200\n",
        "one.case:5: expected '=== target answers'"
    )]
    [InlineData("=== client\nGET /Users\n=== target gets\nGET /Users\n", "one.case:3: '=== target answers' is missing")]
    [InlineData("=== client\nGET /Users\n=== client gets\nfine\n", "one.case:4: expected an HTTP status")]
    [InlineData("=== client\nGET /Users\n=== client gets\n200\n=== target gets\nGET /Users\n", "one.case:5: nothing may follow")]
    [InlineData("=== client\nGET /Users\nAccept\n=== client gets\n200\n", "one.case:3: expected a header")]
    public async Task A_case_that_cannot_be_read_says_where_and_what_was_expected(string text, string fault)
    {
        using var folder = Written(text);
        var run = await CommandRun.OfAsync("test", folder.At("mappings"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(fault, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_case_the_test_does_not_pass()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.OfAsync("test", folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There are no cases in", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_with_faults_tells_them_with_their_lines()
    {
        using var folder = Written(Created);
        folder.Write("mappings/acme/mapping.js", "target({ User: { attributes: [ map(\"tilte\", \"role\") ] } });");
        var run = await CommandRun.OfAsync("test", folder.At("mappings"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("mapping.js:1: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean \"title\"?", run.Output, StringComparison.Ordinal);
    }

    private static ScratchFolder Written(string text)
    {
        var folder = new ScratchFolder();
        folder.Write("mappings/acme/mapping.js", Mapping);
        folder.Write("mappings/acme/cases/one.case", text);
        return folder;
    }
}
