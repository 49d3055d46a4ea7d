using System.Globalization;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Filters;

/// <summary>A JSON number for comparisons: <c>1</c>, <c>1.0</c> and <c>10e-1</c> are equal.</summary>
/// <param name="Exact">A decimal, which is exact for every number that people write; <see langword="null"/> for one outside its
/// range.</param>
/// <param name="Near">An approximation, by which the numbers outside that range are compared.</param>
internal readonly record struct Numeric(decimal? Exact, double Near)
{
    public static Numeric Parse(string text) => new(
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) ? exact : null,
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    public static Numeric Of(JsonNode number) => Parse(number.ToJsonString());

    public int OrderAgainst(Numeric other) =>
        Exact is { } left && other.Exact is { } right ? left.CompareTo(right) : Near.CompareTo(other.Near);
}
