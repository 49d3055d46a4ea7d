using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScimGateway.Configuration.Reading;

/// <summary>Whole numbers and durations within the bounds that their property declares.</summary>
internal static partial class Quantities
{
    /// <summary>Sets every property with bounds of a new record from the key of the same name (<c>Timeout</c> from
    /// <c>timeout</c>).</summary>
    public static T Read<T>(MapReader map, T record) where T : class
    {
        foreach (PropertyInfo property in typeof(T).GetProperties())
            if (property.GetCustomAttribute<BoundsAttribute>() is { } bounds)
            {
                string key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                property.SetValue(record, map.Text(key, property.GetValue(record), text => Parse(text, type, bounds)));
            }

        return record;
    }

    private static object Parse(string text, Type type, BoundsAttribute bounds) => type == typeof(TimeSpan)
        ? Within(text, Duration, bounds)
        : (int)Within(text, Number, bounds);

    private static T Within<T>(string text, Func<string, T> parse, BoundsAttribute bounds) where T : IComparable<T>
    {
        T value = parse(text);
        string? fault =
            value.CompareTo(parse(bounds.Least)) < 0 ? "too little"
            : value.CompareTo(parse(bounds.Most)) > 0 ? "too much"
            : null;
        return fault is null
            ? value
            : throw new ValueFaultException(
                $"{Quoted.Text(text)} is {fault}; write a value from {bounds.Least} to {bounds.Most}"
            );
    }

    private static Int128 Number(string text) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 number)
            ? number
            : throw new ValueFaultException($"{Quoted.Text(text)} is not a whole number; write digits only, such as 100");

    private static TimeSpan Duration(string text)
    {
        Match match = DurationForm().Match(text);
        if (!match.Success)
            throw new ValueFaultException(
                $"{Quoted.Text(text)} is not a duration; write a whole number and ms, s, m or h, such as 10s"
            );
        long number = long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            var unit => throw new InvalidOperationException($"{unit} is no unit of time."),
        };
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,9})(?<unit>ms|s|m|h)\z", RegexOptions.None, 1000)]
    private static partial Regex DurationForm();
}
