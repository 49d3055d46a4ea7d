using System.Text.RegularExpressions;

namespace ScimGateway.Tests.Clients.Stories;

/// <summary>What a story calls the things that only the answers tell: <c>{ana}</c> for an id.</summary>
internal sealed partial class StoryNames
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>A text with every name that has a value replaced by it.</summary>
    public string Fill(string text) =>
        Names().Replace(text, match => values.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    /// <summary>Whether an actual text is what a story says; a name that has no value yet takes it.</summary>
    public bool Fits(string said, string actual)
    {
        if (
            Names().Match(said) is { Success: true } match
            && match.Length == said.Length
            && values.TryAdd(match.Groups["name"].Value, actual)
        )
            return true;
        string pattern = string.Join(".*", Fill(said).Split('…').Select(Regex.Escape));
        return Regex.IsMatch(actual, $"^{pattern}$", RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
