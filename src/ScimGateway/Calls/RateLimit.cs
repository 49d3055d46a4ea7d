using System.Globalization;

namespace ScimGateway.Calls;

/// <summary>How a target says that its rate limit is exceeded, and when to retry: 429 (RFC 6585 section 4), or 403 with the
/// headers of a rate limit, as several vendors do.</summary>
internal sealed class RateLimit(TimeProvider clock)
{
    /// <summary>The wait if the target names none: without it a client would retry at once.</summary>
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait; a longer one is a mistake of the target, and is ignored.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>A larger number is a time and not a wait: seconds since 1970.</summary>
    private const double FirstMoment = 1e9;

    /// <summary>A larger number counts milliseconds.</summary>
    private const double FirstMomentInMilliseconds = 1e12;

    private static readonly string[] Remaining = ["X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining"];

    private static readonly string[] Resets = ["X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset"];

    /// <summary>The status that the answer means.</summary>
    public static int Meant(HttpResponseMessage response) =>
        (int)response.StatusCode is 403 && IsReached(response) ? 429 : (int)response.StatusCode;

    /// <summary>How long to wait; a 429 always has a wait.</summary>
    /// <param name="status">The status for the client.</param>
    public TimeSpan? Wait(HttpResponseMessage response, int status)
    {
        var now = response.Headers.Date ?? clock.GetUtcNow(); // the target's own clock, if it sends it
        if (RetryAfter(response, now) is { } wait) return wait;
        if (status != 429) return null;
        return Resets.Select(name => Number(Header(response, name), now)).FirstOrDefault(found => found is not null) ?? Default;
    }

    private static bool IsReached(HttpResponseMessage response) =>
        Header(response, "Retry-After") is not null || Array.Exists(Remaining, name => Header(response, name) == "0");

    /// <summary>Seconds, also with decimals, or a date (RFC 9110 section 10.2.3).</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter?.Date is not { } date) return Number(Header(response, "Retry-After"), now);
        return Believed((date - now).TotalSeconds);
    }

    private static TimeSpan? Number(string? text, DateTimeOffset now)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)) return null;
        if (number < FirstMoment) return Believed(number);
        double moment = number < FirstMomentInMilliseconds ? number : number / 1000;
        return Believed(moment - (now.ToUnixTimeMilliseconds() / 1000.0));
    }

    private static TimeSpan? Believed(double seconds) =>
        seconds > Longest.TotalSeconds ? null : TimeSpan.FromSeconds(Math.Max(seconds, 0));

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;
}
