using System.Globalization;

namespace ScimGateway.Configuration.Reading;

/// <summary>Times in UTC: <c>2027-01-01</c>, which means its first moment, or <c>2027-01-01T06:00:00Z</c>.</summary>
internal static class Moments
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            Forms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset moment
        )
            ? moment
            : throw new ValueFaultException(
                $"{Quoted.Text(text)} is no moment in UTC; write a date such as 2027-01-01, or 2027-01-01T06:00:00Z"
            );
}
