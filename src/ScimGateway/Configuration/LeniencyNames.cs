using System.Text.RegularExpressions;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Configuration;

/// <summary>Between a <see cref="Leniency"/> and its name in gateway.yaml: <c>unquoted-literals</c>.</summary>
internal static partial class LeniencyNames
{
    private static readonly Dictionary<string, Leniency> ByName = Enum.GetValues<Leniency>()
        .Where(leniency => leniency is not Leniency.None)
        .ToDictionary(leniency => WordStart().Replace(leniency.ToString(), "-").ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Every name, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByName.Keys];

    /// <summary>The leniencies of these names together.</summary>
    /// <exception cref="KeyNotFoundException">A name that is not one of <see cref="All"/>.</exception>
    public static Leniency ToLeniency(IEnumerable<string> names) =>
        names.Aggregate(Leniency.None, (together, name) => together | ByName[name]);

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
