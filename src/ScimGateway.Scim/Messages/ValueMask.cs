using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Messages;

/// <summary>Masks possible personal data in the message of a server or of a script by <c>•</c>: values that were sent to the
/// server, e-mail addresses, and four digits or more in a row.</summary>
public static partial class ValueMask
{
    private const string Mask = "•";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>The message with its values masked.</summary>
    /// <param name="words">The message.</param>
    /// <param name="values">The values of the request and its resource, in any order.</param>
    public static string Of(string words, IEnumerable<string> values)
    {
        var told = values
            .Where(value => !string.IsNullOrWhiteSpace(value) && words.Contains(value, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(value => value.Length) // ana@example.org before ana
            .Select(Pattern)
            .ToList();
        if (told.Count > 0) words = Regex.Replace(words, string.Join('|', told), Mask, Options, Wait);
        return Digits().Replace(Addresses().Replace(words, Mask), Mask);
    }

    /// <summary>The texts and numbers in a value, at any depth.</summary>
    public static IEnumerable<string> ValuesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => ValuesIn(member.Value)),
        JsonArray elements => elements.SelectMany(ValuesIn),
        JsonValue value when value.IsString(out string? text) => [text],
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => [value.ToJsonString()],
        _ => [],
    };

    // A value of one or two letters is masked only as a whole word: "a" is in most words.
    private static string Pattern(string value) =>
        value.Length > 2 ? Regex.Escape(value) : $@"(?<!\w){Regex.Escape(value)}(?!\w)";

    [GeneratedRegex("""[^\s"'<>()\[\],;:]+@[^\s"'<>()\[\],;:]+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\d{4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digits();
}
