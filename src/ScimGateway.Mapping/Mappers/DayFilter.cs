using System.Globalization;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A comparison with a date (<c>convert: "date"</c>) at a target that may store date-times: <c>eq</c> is from its first
/// moment to the next day's, as text and as time.</summary>
internal static class DayFilter
{
    /// <param name="at">Makes the comparison at the row's place.</param>
    public static Filter Of(ComparisonFilter filter, Func<Func<AttributePath, Filter>, Filter> at)
    {
        string text = filter.Value.Text;
        if (!DateOnly.TryParseExact(
            text.Length > 10 ? text[..10] : text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        ))
            return filter.Operator is ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew
                ? Test(filter.Operator, text)
                : throw ScimException.InvalidFilter($"{filter.Path} is a date; expected one such as 2026-01-31.");
        return filter.Operator switch
        {
            ComparisonOperator.Eq => Before() is { } next ? new AndFilter(From(), next) : From(),
            ComparisonOperator.Ne => After() is { } next
                ? new OrFilter(Test(ComparisonOperator.Lt, Text(day)), next)
                : Test(ComparisonOperator.Lt, Text(day)),
            ComparisonOperator.Gt => After() ?? new AndFilter(From(), new NotFilter(From())),
            ComparisonOperator.Le => Before() ?? new OrFilter(From(), new NotFilter(From())),
            _ => Test(filter.Operator, Text(day)),
        };

        Filter From() => Test(ComparisonOperator.Ge, Text(day));
        // The calendar's last day (many systems use it for "for ever") has no next day.
        Filter? Before() => day == DateOnly.MaxValue ? null : Test(ComparisonOperator.Lt, Text(day.AddDays(1)));
        Filter? After() => day == DateOnly.MaxValue ? null : Test(ComparisonOperator.Ge, Text(day.AddDays(1)));
        Filter Test(ComparisonOperator comparison, string value) =>
            at(path => new ComparisonFilter(path, comparison, FilterLiteral.Of(value)));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
