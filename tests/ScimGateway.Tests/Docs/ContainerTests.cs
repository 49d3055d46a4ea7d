using System.Text.RegularExpressions;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Docs;

/// <summary>The Dockerfile has what the build of the gateway needs, and says no command that does not exist.</summary>
public sealed partial class ContainerTests
{
    private static readonly string Dockerfile = Read("Dockerfile");

    [Fact]
    public void What_leaves_the_machine_is_what_the_build_copies_and_nothing_else()
    {
        var allowed = Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]);
        var copied = Copies()
            .Matches(Dockerfile)
            .SelectMany(copy => copy.Groups["what"].Value.Split(' '))
            .Select(path => path.TrimEnd('/'));

        Assert.Equal(allowed.Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_project_takes_from_outside_of_src_is_copied()
    {
        var taken = Outside()
            .Matches(Read("src/ScimGateway/ScimGateway.csproj"))
            .Select(path => path.Groups["top"].Value)
            .ToList();

        Assert.Equal(["gateway.yaml", "mappings"], taken);
        Assert.All(taken, path => Assert.Matches($"(?m)^COPY .*{Regex.Escape(path)}", Dockerfile));
    }

    [Fact]
    public void It_is_published_for_one_platform() =>
        Assert.Contains(" --arch ${TARGETARCH:-amd64} ", Dockerfile, StringComparison.Ordinal);

    [Theory]
    [InlineData("README.md")]
    [InlineData("Dockerfile")]
    public void The_first_command_of_the_image_is_the_demo(string file) =>
        Assert.Contains("docker run --rm -p 8080:8080 scim-gateway demo", Read(file), StringComparison.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    // COPY --from=build comes from the other stage.
    [GeneratedRegex(@"^COPY (?!--)(?<what>.+) \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Copies();

    [GeneratedRegex("""Content Include="\.\./\.\./(?<top>[^"/]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Outside();
}
