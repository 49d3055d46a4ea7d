using ScimGateway.Clients;
using ScimGateway.Tests.Clients.Stories;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Clients;

/// <summary>What identity providers send in their lives, told to every target that is shipped: <c>okta/custom-update.case</c> and
/// the others beside this file. What the target holds at the end counts, read from its own store.</summary>
/// <remarks>A target is a mapping and the sandbox of its name; scimmy is a server. A story that goes another way at one of them
/// says so in a section of the target's name.</remarks>
[Collection(ScimmyCollection.Name)]
public sealed class StoryTests(ScimmyFixture fixture)
{
    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "ScimGateway.Tests", "Clients");

    public static IEnumerable<object[]> EachStoryAtEachTarget =>
        from file in Directory.EnumerateFiles(Folder, "*.case", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from target in Repository.Mappings
        select new object[] { Path.GetRelativePath(Folder, file).Replace('\\', '/'), target };

    [Theory]
    [MemberData(nameof(EachStoryAtEachTarget))]
    public async Task A_story_ends_as_it_says(string story, string target)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Folder, story));

        string went = await StoryTeller.TellAsync(StoryReader.Read(story, text, Repository.Mappings), target, fixture.Server);

        Assert.True(went.Length == 0, went);
    }

    [Fact]
    public void Every_profile_has_stories() =>
        Assert.Equal(ClientProfile.All.Keys.Order(StringComparer.Ordinal), Directory
            .EnumerateDirectories(Folder)
            .Select(Path.GetFileName)
            .Where(name => name != "Stories")
            .Order(StringComparer.Ordinal));
}
