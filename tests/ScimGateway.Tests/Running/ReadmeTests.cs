using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Running;

/// <summary>What the README shows is what happens.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_config_the_mapping_and_the_request_of_the_README_give_the_answer_that_it_shows()
    {
        string readme = Read("README.md");
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", Block(readme, "yaml").Replace("127.0.0.1:8080", "127.0.0.1:0", StringComparison.Ordinal)
            + "publicUrl: http://127.0.0.1:8080\n");
        folder.Write("mappings/survey/mapping.js", Block(readme, "js"));
        await using var gateway = GatewayProcess.Start(folder.Path);
        string address = (await gateway.BannerAsync())[0].Split(' ')[3];

        var (output, status) = await Bash.CurlAsync(
            Commands(readme)[^1].Replace("http://127.0.0.1:8080", address.TrimEnd('/'), StringComparison.Ordinal)
        );

        Assert.Equal(201, status);
        Assert.Equal(Normal(JsonNode.Parse(Block(readme, "json"))!), Normal(JsonNode.Parse(output)!));
        Assert.Equal(10, Block(readme, "yaml").Trim().Split('\n').Length);
    }

    [Fact]
    public async Task The_two_commands_start_the_gateway_yaml_of_the_folder_they_are_typed_in_and_get_a_user()
    {
        using var folder = ScratchFolder.WithDemo();
        await using var gateway = GatewayProcess.StartFromSources(folder.Path);
        string address = (await gateway.BannerAsync())[0].Split(' ')[3];

        var (output, status) = await Bash.CurlAsync(
            Commands(Read("README.md"))[0].Replace("http://127.0.0.1:8080", address.TrimEnd('/'), StringComparison.Ordinal)
        );

        Assert.Equal(200, status);
        Assert.Single(JsonNode.Parse(output)!["Resources"]!.AsArray());
    }

    [Fact]
    public void The_README_says_in_three_sentences_what_it_is_and_begins_with_two_commands()
    {
        string readme = Read("README.md");
        string first = readme.Split("\n\n")[1];

        Assert.Equal(3, Sentence().Count(first));
        Assert.Equal(["dotnet run --project src/ScimGateway", "./test.sh"],
            Block(readme, "sh").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('#')[0].TrimEnd()));
        Assert.Contains("The first build takes about a minute.", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_README_says_of_others_has_its_source()
    {
        string readme = Read("README.md");
        var rows = readme
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Split(" | ").Length == 3)
            .Skip(1)
            .Where(row => !row.Contains("---", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(@"\[\^\d\] \|$", row));
        Assert.All(
            Footnote().Matches(readme).Select(note => note.Value),
            note => Assert.Contains($"\n{note}: ", readme, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_mapping_of_the_guide_compiles()
    {
        using var folder = new ScratchFolder();
        folder.Write("mapping.js", Block(Read("docs/mappings.md"), "js"));

        Assert.Equal(["User"], MappingCompiler
            .Compile(folder.Path, new GatewayLimits().ToScriptLimits())
            .Resources.Select(resource => resource.Type.Name));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/mappings.md")]
    public void Links_and_paths_lead_somewhere(string file)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, file))!;
        string text = Read(file);

        Assert.All(Links()
            .Matches(text)
            .Select(link => link.Groups["path"].Value)
            .Where(path => !path.Contains("://", StringComparison.Ordinal)),
            path => Assert.True(Path.Exists(Path.Combine(folder, path)), $"{file} leads to {path}, which is not there."));
        Assert.All(
            Sources().Matches(text).Select(source => source.Value),
            path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{file} names {path}, which is not there.")
        );
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static string Block(string text, string language) =>
        Blocks().Matches(text).First(block => block.Groups["language"].Value == language).Groups["body"].Value;

    /// <summary>The curl commands, a continued one as one.</summary>
    private static List<string> Commands(string text) =>
        [.. Blocks().Matches(text).Where(block => block.Groups["language"].Value == "sh")
            .SelectMany(block => block.Groups["body"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Where(line => line.StartsWith("curl ", StringComparison.Ordinal))];

    // The order of members says nothing (RFC 8259), and times are of the day.
    private static string Normal(JsonNode node) => node switch
    {
        JsonObject json => "{" + string.Join(",", json.Where(member => member.Key is not ("created" or "lastModified"))
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"{member.Key}:{(member.Value is null ? "null" : Normal(member.Value))}")) + "}",
        JsonArray list => "[" + string.Join(",", list.Select(item => Normal(item!))) + "]",
        _ => node.ToJsonString(),
    };

    [GeneratedRegex(
        @"^```(?<language>[a-z]+)\n(?<body>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\]\((?<path>[^)#]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"\.(?=\s|$)", RegexOptions.None, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\[\^\d\]", RegexOptions.None, 1000)]
    private static partial Regex Footnote();

    [GeneratedRegex(@"\b(src|docs|tests)/[A-Za-z./-]*[A-Za-z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sources();
}
