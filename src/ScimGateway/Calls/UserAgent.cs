namespace ScimGateway.Calls;

/// <summary>The gateway's <c>User-Agent</c> (RFC 9110 section 10.1.5): some targets refuse calls without one.</summary>
internal static class UserAgent
{
    public const string Header = "User-Agent";

    public static string Value { get; } = "ScimGateway/" + typeof(UserAgent).Assembly.GetName().Version!.ToString(3);

    /// <summary>The header, unless a mapping's headers have one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Unless(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Any(header => header.Key.Equals(Header, StringComparison.OrdinalIgnoreCase)) ? [] : [new(Header, Value)];
}
