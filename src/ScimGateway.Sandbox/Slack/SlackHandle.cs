using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.Slack;

/// <summary>The user name of Slack: lower-case letters, digits, dots, hyphens and underscores, at most 21. An e-mail is accepted
/// and becomes another text: the part before the <c>@</c>.</summary>
internal static partial class SlackHandle
{
    private const int Longest = 21;

    /// <exception cref="ScimException">400: it is neither a handle nor an e-mail.</exception>
    public static string Of(string said)
    {
        if (!said.Contains('@', StringComparison.Ordinal)) return Shape().IsMatch(said) ? said : throw Invalid();
        string local = Strange().Replace(said.Split('@')[0].ToLowerInvariant(), "");
        return local.Length is 0 ? throw Invalid() : local[..Math.Min(local.Length, Longest)];
    }

    private static ScimException Invalid() => new(400, null, "invalid_username");

    [GeneratedRegex("^[a-z0-9._-]{1,21}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    [GeneratedRegex("[^a-z0-9._-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Strange();
}
