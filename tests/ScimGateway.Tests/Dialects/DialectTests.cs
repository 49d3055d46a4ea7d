using ScimGateway.Tests.Clients.Stories;
using ScimGateway.Tests.Commands;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Dialects;

/// <summary>Targets that nobody here ships a mapping for, each with one written as a platform engineer writes it: what three
/// identity providers do in front of each, and all that it stores at the end.</summary>
public sealed class DialectTests
{
    private static readonly Dialect[] Dialects = [new IdentityCenter(), new EnterpriseManaged(), new FirstVersion(), new OddHr()];

    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "ScimGateway.Tests", "Dialects");

    public static TheoryData<string> Names => [.. All];

    private static string[] All =>
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public static IEnumerable<object[]> EachStoryAtEach =>
        from file in Directory.EnumerateFiles(Folder, "*.case").Order(StringComparer.Ordinal)
        from name in All
        select new object[] { Path.GetFileName(file), name };

    [Theory]
    [MemberData(nameof(EachStoryAtEach))]
    public async Task A_story_ends_as_it_says(string story, string name)
    {
        var dialect = (Dialect)Activator.CreateInstance(Dialects.Single(one => one.Name == name).GetType())!;
        using var server = new DialectServer(dialect);
        string text = await File.ReadAllTextAsync(Path.Combine(Folder, story));

        string went = await StoryTeller.TellAsync(
            StoryReader.Read(story, text, All),
            name,
            await StoryTarget.OfAsync(server.Url, Path.Combine(Folder, name), dialect)
        );

        Assert.True(went.Length == 0, went);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_mapping_has_cases_and_they_pass(string name)
    {
        var run = await CommandRun.OfAsync("test", Path.Combine(Folder, name));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.EndsWith(" passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_folder_has_a_server() => Assert.Equal(All, Dialects.Select(one => one.Name).Order(StringComparer.Ordinal));
}
