using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Values;

/// <summary><c>convert: "date:dd/MM/yyyy"</c>: a date in the target's own form; on a read, other texts stay as they
/// are.</summary>
internal sealed partial class FormattedDateMapper : ValueMapper
{
    private static readonly DateOnly[] Samples = [
        .. Enumerable.Range(0, 366).Select(day => new DateOnly(1988, 1, 1).AddDays(day)),
    ];

    private readonly string format;
    private readonly bool clientWantsTime;

    private FormattedDateMapper(string format, bool clientWantsTime) =>
        (this.format, this.clientWantsTime) = (format, clientWantsTime);

    /// <returns><see langword="null"/> when the text is not the form of a whole date.</returns>
    public static FormattedDateMapper? Of(string format, bool clientWantsTime)
    {
        bool isWhole =
            Letters().IsMatch(format)
            && format.Contains("yyyy", StringComparison.Ordinal)
            && Array.TrueForAll(Samples, day => Parse(Text(day, format), format) == day);
        return isWhole ? new FormattedDateMapper(format, clientWantsTime) : null;
    }

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        value.IsString(out string? text) && text.Length >= 10 && Parse(text[..10], "yyyy-MM-dd") is { } day
            ? JsonValue.Create(Text(day, format))
            : throw new ConversionException("expected a date such as 2026-01-31, or a date-time that starts so");

    public override JsonNode? ToClient(JsonNode value) =>
        value.IsString(out string? text) && Parse(text.Trim(), format) is { } day
            ? JsonValue.Create(Text(day, "yyyy-MM-dd") + (clientWantsTime ? "T00:00:00Z" : ""))
            : value;

    private static string Text(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);

    private static DateOnly? Parse(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [GeneratedRegex("^(dd?|MM?M?|yyyy|[-/., ])+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Letters();
}

/// <summary><c>convert: "boolean:Y/N"</c>: the target's words for true and false.</summary>
internal sealed class WordMapper : ValueMapper
{
    private readonly string yes;
    private readonly string no;

    private WordMapper(string yes, string no) => (this.yes, this.no) = (yes, no);

    /// <returns><see langword="null"/> when they are not two words.</returns>
    public static WordMapper? Of(string words) =>
        words.Split('/') is [{ Length: > 0 } yes, { Length: > 0 } no] && !Same(yes, no) ? new WordMapper(yes, no) : null;

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        Scalars.To(AttributeType.Boolean, value).GetValue<bool>() ? yes : no;

    public override JsonNode? ToClient(JsonNode value) => value.IsString(out string? text)
        ? Same(text, yes) ? JsonValue.Create(true) : Same(text, no) ? JsonValue.Create(false) : value
        : value;

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary><c>convert: "digits"</c>: the target requires digits alone; its answer is not changed.</summary>
internal sealed class DigitsMapper : ValueMapper
{
    public override bool ReadsAsIs => true;

    public override JsonNode? ToTarget(JsonNode value, string operation)
    {
        string digits = string.Concat(Scalars.Text(value).Where(char.IsAsciiDigit));
        return digits.Length > 0 ? JsonValue.Create(digits) : throw new ConversionException("it has no digit");
    }

    public override JsonNode? ToClient(JsonNode value) => value;
}
