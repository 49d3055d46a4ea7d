using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Clients;

/// <summary>The table in docs/configuration.md says what the profiles have.</summary>
public sealed class LeniencyTableTests
{
    [Fact]
    public void Every_leniency_is_in_the_table_with_its_profiles()
    {
        string[] page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var rows = page.SkipWhile(line => line != "### Leniencies")
            .SkipWhile(line => !line.StartsWith("| ---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(LeniencyNames.All.Select(name => $"{name}: {ProfilesOf(name)}"), rows.Select(Row));
    }

    private static string ProfilesOf(string leniency)
    {
        var some = ClientProfile
            .All.Values.Where(profile => profile.Leniency.HasFlag(LeniencyNames.ToLeniency([leniency])))
            .Select(profile => $"`{profile.Name}`")
            .ToList();
        return some.Count == ClientProfile.All.Count - 1 ? "all" : string.Join(", ", some);
    }

    // | `name` | what | profiles |
    private static string Row(string line) =>
        line.Trim('|').Split('|', StringSplitOptions.TrimEntries) is [var name, _, var profiles]
            ? $"{name.Trim('`')}: {profiles}"
            : line;
}
