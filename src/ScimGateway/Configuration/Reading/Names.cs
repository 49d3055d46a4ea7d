using System.Text.RegularExpressions;

namespace ScimGateway.Configuration.Reading;

/// <summary>Names of clients and targets: <c>okta-prod</c>. They stand in URLs, logs and audit records.</summary>
internal static partial class Names
{
    // A target's name is the segment before the endpoint (/scim/v2/peakon/Users), so it must not read as one
    // (RFC 7644 section 3.2, and ServiceProviderConfigs of SCIM 1.1).
    private static readonly string[] Endpoints =
        ["Users", "Groups", "Me", "ServiceProviderConfig", "ServiceProviderConfigs", "ResourceTypes", "Schemas", "Bulk"];

    public static bool IsName(string text) => Name().IsMatch(text);

    public static string Parse(string text) => IsName(text)
        ? text
        : throw new ValueFaultException(
            $"{Quoted.Text(text)} is not a name; write lower-case letters, digits and hyphens, at most 63"
        );

    public static string ParseTarget(string text) => Endpoints.Contains(text, StringComparer.OrdinalIgnoreCase)
        ? throw new ValueFaultException($"{Quoted.Text(text)} is the name of a SCIM endpoint; choose another")
        : Parse(text);

    /// <summary>A value from a list.</summary>
    public static string OneOf(IReadOnlyCollection<string> known, string what, string text) =>
        known.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new ValueFaultException($"{Quoted.Text(text)} is not {what}; {Suggestions.For(text, known)}");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
