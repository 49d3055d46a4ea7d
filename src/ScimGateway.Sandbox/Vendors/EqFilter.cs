using System.Text;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>The only filter that these vendors support: <c>userName eq "ana@x.org"</c>. Parsed by hand: a test double must not
/// have the bugs of the code that it tests.</summary>
/// <param name="Attribute">As it was written.</param>
/// <param name="Value">Without quotation marks.</param>
/// <param name="Quoted">Whether it had them.</param>
internal sealed partial record EqFilter(string Attribute, string Value, bool Quoted)
{
    /// <exception cref="ScimException"><c>invalidFilter</c> for anything but one <c>eq</c>.</exception>
    public static EqFilter Parse(string text)
    {
        string[] parts = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts is not [var attribute, var eq, var value]) throw Unknown(text);
        if (!eq.Equals("eq", StringComparison.OrdinalIgnoreCase)) throw Unknown(text);
        if (value[0] == '"') return new EqFilter(attribute, Unquote(value, text), Quoted: true);
        return AnotherTest().IsMatch(value) ? throw Unknown(text) : new EqFilter(attribute, value, Quoted: false);
    }

    public static ScimException Unknown(string text, Exception? cause = null) =>
        new(400, ScimType.InvalidFilter, $"The filter {text} is not supported; expected one eq on a supported attribute.", cause);

    public bool Names(string attribute) => Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    // An unquoted "Research and Development" is one value; "ana and active eq true" is two tests.
    [GeneratedRegex(
        @"\s(and|or)\s+\S+\s+(eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnotherTest();

    private static string Unquote(string literal, string text)
    {
        try
        {
            var node = ScimJson.Parse(Encoding.UTF8.GetBytes(literal), maxDepth: 1);
            return node.IsString(out string? value) ? value : throw Unknown(text);
        }
        catch (ScimException fault) when (fault.Type == ScimType.InvalidSyntax)
        {
            throw Unknown(text, fault);
        }
    }
}
