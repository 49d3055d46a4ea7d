using System.Text;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>The one filter that these vendors know: <c>userName eq "ana@x.org"</c>. Read by hand: a test double must not share
/// the bugs of what it tests.</summary>
/// <param name="Attribute">As it was written.</param>
/// <param name="Value">Without quotation marks.</param>
/// <param name="Quoted">Whether it had them.</param>
internal sealed partial record EqFilter(string Attribute, string Value, bool Quoted)
{
    /// <exception cref="ScimException"><c>invalidFilter</c> for anything but one <c>eq</c>.</exception>
    public static EqFilter Parse(string text)
    {
        string[] parts = text.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 3 || !parts[1].Equals("eq", StringComparison.OrdinalIgnoreCase) || AnotherTest().IsMatch(Outside(parts[2])))
            throw Unknown(text);
        return parts[2][0] == '"' ? new EqFilter(parts[0], Unquote(parts[2], text), Quoted: true) : new EqFilter(parts[0], parts[2], Quoted: false);
    }

    public static ScimException Unknown(string text, Exception? cause = null) =>
        new(400, ScimType.InvalidFilter, $"The filter {text} is not supported; expected one eq on a supported attribute.", cause);

    public bool Names(string attribute) => Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    // An unquoted "Research and Development" is one value; "ana and active eq true" is two tests.
    [GeneratedRegex(@"\s(and|or)\s+\S+\s+(eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnotherTest();

    private static string Outside(string value) => value[0] == '"' ? "" : value;

    private static string Unquote(string literal, string text)
    {
        try
        {
            return ScimJson.Parse(Encoding.UTF8.GetBytes(literal), maxDepth: 1).IsString(out string? value) ? value : throw Unknown(text);
        }
        catch (ScimException fault) when (fault.Type == ScimType.InvalidSyntax)
        {
            throw Unknown(text, fault);
        }
    }
}
