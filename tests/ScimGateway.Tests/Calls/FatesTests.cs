using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Calls;

/// <summary>What a fault of a call says: how far the call came, whether it may go out again, and whether the target is
/// ill.</summary>
public sealed class FatesTests
{
    private static readonly TargetFaults Faults = new("app", TargetMapping.Plain, TargetSecrets.None, new ManualClock());

    // what was thrown | the fault's status and reason | the fate of the call | whether the breaker counts it
    public static TheoryData<Exception, int, string, string, bool> Thrown { get; } = new()
    {
        { new OperationCanceledException(), 504, "timed out", "Settled", true },
        {
            new HttpRequestException(HttpRequestError.SecureConnectionError, null, new AuthenticationException()),
            502,
            "TLS failed",
            "Settled",
            true
        },
        { new HttpRequestException(
            HttpRequestError.ConnectionError,
            null,
            new SocketException((int)SocketError.ConnectionRefused)
        ), 502, "the connection was refused", "NotSent", true },
        { new HttpRequestException(
            HttpRequestError.ConnectionError,
            null,
            new SocketException((int)SocketError.TimedOut)
        ), 502, "the connection timed out", "NotSent", true },
        { new HttpRequestException(
            HttpRequestError.ConnectionError,
            null,
            new SocketException((int)SocketError.HostUnreachable)
        ), 502, "there is no way to its network", "NotSent", true },
        { new HttpRequestException(
            HttpRequestError.ConnectionError,
            null,
            new SocketException((int)SocketError.NetworkUnreachable)
        ), 502, "there is no way to its network", "NotSent", true },
        { new HttpRequestException(
            HttpRequestError.NameResolutionError,
            null,
            new SocketException((int)SocketError.HostNotFound)
        ), 502, "its host name is not known", "NotSent", true },
        { new HttpRequestException(
            HttpRequestError.NameResolutionError,
            null,
            new SocketException((int)SocketError.NoData)
        ), 502, "its host name is not known", "NotSent", true },
        { new HttpRequestException(
            HttpRequestError.NameResolutionError,
            null,
            new SocketException((int)SocketError.TryAgain)
        ), 502, "its host name is not known", "NotSent", true },
        {
            new HttpRequestException(HttpRequestError.Unknown, null, new SocketException((int)SocketError.ConnectionReset)),
            502,
            "the connection was reset",
            "Unknown",
            true
        },
        {
            new HttpRequestException(HttpRequestError.Unknown, null, new SocketException((int)SocketError.NetworkDown)),
            502,
            "the network failed",
            "Unknown",
            true
        },
        { new HttpRequestException(HttpRequestError.InvalidResponse), 502, "no HTTP", "Settled", true },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), 502, "no HTTP", "Settled", true },
        { new InvalidDataException(), 502, "no HTTP", "Settled", true },
        { new HttpIOException(HttpRequestError.InvalidResponse), 502, "no HTTP", "Settled", true },
        { new HttpIOException(HttpRequestError.ResponseEnded), 502, "broke off", "Unknown", true },
        { new HttpRequestException(HttpRequestError.ResponseEnded), 502, "broke off", "Unknown", true },
        { new IOException(), 502, "broke off", "Unknown", true },
        { new InvalidOperationException(), 502, "call failed", "Settled", false },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public void A_call_that_failed_on_its_way_has_a_reason_and_a_fate(
        Exception thrown,
        int status,
        string reason,
        string fate,
        bool hurts
    )
    {
        var fault = Faults.From(thrown);

        Assert.Equal((status, reason), (fault.Status, fault.Reason));
        Assert.Same(thrown, fault.InnerException);
        Assert.Contains("the target 'app'", fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((fate, hurts), (Fates.Of(fault).ToString(), Fates.HurtsTarget(fault)));
    }

    [Theory]
    [InlineData(400, null, "Settled", false)]
    [InlineData(404, null, "Settled", false)]
    [InlineData(429, null, "Throttled", false)]
    [InlineData(429, "asked for a pause", "Settled", false)]
    [InlineData(499, null, "Settled", false)]
    [InlineData(500, null, "Settled", true)]
    [InlineData(501, null, "Settled", false)]
    [InlineData(502, null, "Unknown", true)]
    [InlineData(502, "credentials refused", "Settled", false)]
    [InlineData(503, null, "Declined", true)]
    [InlineData(503, "breaker open", "Settled", false)]
    [InlineData(504, null, "Unknown", true)]
    public void A_call_that_was_answered_has_a_fate(int status, string? reason, string fate, bool hurts)
    {
        var fault = new ScimException(status, null, "No.") { Reason = reason };

        Assert.Equal((fate, hurts), (Fates.Of(fault).ToString(), Fates.HurtsTarget(fault)));
    }

    // method, If-Match, merge | the fates after which it may be sent again
    [Theory]
    [InlineData("GET", null, false, "NotSent Throttled Declined Unknown")]
    [InlineData("GET", "W/\"1\"", false, "NotSent Throttled Declined Unknown")]
    [InlineData("POST", null, false, "NotSent Throttled")]
    [InlineData("PUT", null, false, "NotSent Throttled Declined Unknown")]
    [InlineData("PUT", "W/\"1\"", false, "NotSent Throttled Declined")]
    [InlineData("DELETE", null, false, "NotSent Throttled Declined Unknown")]
    [InlineData("DELETE", "W/\"1\"", false, "NotSent Throttled Declined")]
    [InlineData("PATCH", null, false, "NotSent Throttled Declined")]
    [InlineData("PATCH", null, true, "NotSent Throttled Declined Unknown")]
    [InlineData("PATCH", "W/\"1\"", true, "NotSent Throttled Declined")]
    public void A_call_is_sent_again_only_where_it_cannot_be_done_twice(
        string method,
        string? ifMatch,
        bool isMerge,
        string fates
    )
    {
        var call = new TargetCall(new HttpMethod(method), "/Users") { IfMatch = ifMatch, IsMerge = isMerge };

        Assert.Equal(fates, string.Join(' ', Enum.GetValues<Fate>().Where(fate => Retries.AreSafe(call, fate))));
    }

    [Fact]
    public void A_queue_that_is_full_and_a_pause_say_when_to_come_again()
    {
        var pause = TimeSpan.FromSeconds(30);
        var cause = new OperationCanceledException();

        Assert.Equal((503, TimeSpan.FromSeconds(1), "too many waiting"), About(Faults.Busy(TimeSpan.Zero)));
        Assert.Equal((503, TimeSpan.FromSeconds(1), "too many waiting"), About(Faults.Busy(TimeSpan.FromMilliseconds(900))));
        Assert.Equal((503, pause, "too many waiting"), About(Faults.Busy(pause)));
        Assert.Equal((429, pause, "asked for a pause"), About(Faults.Paused(pause, 429)));
        Assert.Equal((503, TimeSpan.FromSeconds(1), "breaker open"), About(Faults.Resting(null, cause)));
        Assert.Equal((503, pause, "breaker open"), About(Faults.Resting(pause, cause)));
        Assert.Equal((502, null, "answer too large"), About(Faults.TooLarge(9)));
        Assert.Equal((502, null, "unusable answer"), About(Faults.Unusable("was late.")));

        static (int, TimeSpan?, string?) About(ScimException fault) => (fault.Status, fault.RetryAfter, fault.Reason);
    }

    // status of the target | status, reason and type of the gateway's error
    [Theory]
    [InlineData(199, 502, "unknown HTTP status", null)]
    [InlineData(300, 502, "redirect", null)]
    [InlineData(302, 502, "redirect", null)]
    [InlineData(304, 502, "HTTP 304", null)]
    [InlineData(399, 502, "redirect", null)]
    [InlineData(400, 400, null, ScimType.InvalidPath)]
    [InlineData(401, 502, "credentials refused", null)]
    [InlineData(403, 502, "credentials refused", null)]
    [InlineData(404, 404, null, null)]
    [InlineData(407, 502, "refused by a proxy", null)]
    [InlineData(409, 409, null, ScimType.Uniqueness)]
    [InlineData(429, 429, null, null)]
    [InlineData(500, 500, null, null)]
    [InlineData(503, 503, null, null)]
    [InlineData(511, 502, "refused by a proxy", null)]
    [InlineData(599, 599, null, null)]
    [InlineData(600, 502, "unknown HTTP status", null)]
    public void An_answer_that_is_no_success_is_told_with_whose_fault_it_is(
        int answered,
        int status,
        string? reason,
        ScimType? type
    )
    {
        using var response = new HttpResponseMessage((HttpStatusCode)answered);
        byte[] body = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidPath","detail":"The path is bad."}"""u8.ToArray();

        var fault = Faults.From(response, body, rule: null);

        Assert.Equal((status, reason, type), (fault.Status, fault.Reason, fault.Type));
        Assert.Equal(reason is null, fault.Message == "The path is bad.");
        Assert.Equal(reason is null or "credentials refused" or "refused by a proxy", fault.Said == "The path is bad.");
        Assert.Equal(status is 429 ? TimeSpan.FromSeconds(1) : null, fault.RetryAfter);
    }

    // status, media type, body | the sentence
    [Theory]
    [InlineData(404, "text/html", "<p>", "The target 'app' has no such resource.")]
    [InlineData(429, "text/html", "<p>", "The target 'app' takes no more requests for now.")]
    [InlineData(409, "application/json", "", "The target 'app' answered HTTP 409 without an explanation.")]
    [InlineData(500, "text/html", "<p>", "The target 'app' answered HTTP 500 with a non-JSON error (text/html).")]
    [InlineData(500, "text/html", "", "The target 'app' answered HTTP 500 without an explanation.")]
    [InlineData(500, "application/problem+JSON", "x", "The target 'app' answered HTTP 500 without an explanation.")]
    [InlineData(500, "text/plain", "Stack", "The target 'app' answered HTTP 500 with a non-JSON error (text/plain).")]
    [InlineData(400, "text/plain", " The title is bad.\nat line 7", "The title is bad.")]
    [InlineData(499, "TEXT/plain", "No.", "No.")]
    [InlineData(400, "text/css", "No.", "The target 'app' answered HTTP 400 with a non-JSON error (text/css).")]
    public void An_answer_without_a_SCIM_error_has_a_sentence_too(int status, string mediaType, string body, string sentence)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType),
        };

        Assert.Equal(sentence, Faults.From(response, System.Text.Encoding.UTF8.GetBytes(body), rule: null).Message);
    }

    // the clock says 07:27:30 of 2026-10-21, which is 1792567650
    [Theory]
    [InlineData(503, "", null)]
    [InlineData(503, "X-RateLimit-Reset: 20", null)]
    [InlineData(503, "Retry-After: 1.5", 1.5)]
    [InlineData(503, "Retry-After: -5", null)]
    [InlineData(503, "Retry-After: soon", null)]
    [InlineData(503, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT", 30.0)]
    [InlineData(503, "Retry-After: Wed, 21 Oct 2026 07:20:00 GMT", 0.0)]
    [InlineData(503, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT|Date: Wed, 21 Oct 2026 07:27:50 GMT", 10.0)]
    [InlineData(503, "Retry-After: 2678400", 2678400.0)]
    [InlineData(503, "Retry-After: 2678401", null)]
    [InlineData(503, "Retry-After: 1792567660", 10.0)]
    [InlineData(503, "Retry-After: 1000000000", 0.0)]
    [InlineData(503, "Retry-After: 1000000000000", 0.0)]
    [InlineData(429, "", 1.0)]
    [InlineData(429, "Retry-After: 2678401", 1.0)]
    [InlineData(429, "Retry-After: 2678401|X-RateLimit-Reset: 20", 20.0)]
    [InlineData(429, "X-RateLimit-Reset: x|RateLimit-Reset: 7", 7.0)]
    [InlineData(429, "X-RateLimit-Reset: 5|RateLimit-Reset: 7", 5.0)]
    [InlineData(429, "X-RateLimit-Reset: 1792567660500", 10.5)]
    public void The_wait_is_what_the_target_names_if_it_can_be_believed(int status, string headers, double? seconds)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (
            string[] header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split(": ", 2))
        )
            response.Headers.TryAddWithoutValidation(header[0], header[1]);

        Assert.Equal(seconds, new RateLimit(new ManualClock()).Wait(response, status)?.TotalSeconds);
    }

    [Theory]
    [InlineData(403, "", 403)]
    [InlineData(403, "Retry-After: 5", 429)]
    [InlineData(403, "X-RateLimit-Remaining: 0", 429)]
    [InlineData(403, "RateLimit-Remaining: 0", 429)]
    [InlineData(403, "X-Rate-Limit-Remaining: 0", 429)]
    [InlineData(403, "X-RateLimit-Remaining: 5", 403)]
    [InlineData(401, "Retry-After: 5", 401)]
    [InlineData(500, "X-RateLimit-Remaining: 0", 500)]
    public void A_403_means_429_where_a_limit_is_reached(int answered, string header, int meant)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)answered);
        if (header.Length > 0) response.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);

        Assert.Equal(meant, RateLimit.Meant(response));
    }

    [Theory]
    [InlineData("{\"schemas\":[\"URN:ietf:params:scim:api:messages:2.0:Error\"],\"detail\":\"No.\"}", "No.")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"]}", "no reason given.")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\",\"urn:x\"]}", null)]
    [InlineData("{\"schemas\":[7],\"a\":\"messages:2.0:Error\"}", null)]
    [InlineData("{\"schemas\":\"urn:ietf:params:scim:api:messages:2.0:Error\"}", null)]
    [InlineData("{\"userName\":\"messages:2.0:Error\"}", null)]
    [InlineData("[\"messages:2.0:Error\"]", null)]
    [InlineData("messages:2.0:Error", null)]
    public void An_error_in_a_success_is_one_when_it_says_so_and_nothing_else(string body, string? said)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        var fault = Faults.InSuccess(response, System.Text.Encoding.UTF8.GetBytes(body), rule: null);

        Assert.Equal(
            said is null
                ? default((string, string)?)
                : ("error in a success", $"The target 'app' answered with success, but with an error as its body: {said}"),
            fault is null ? default((string, string)?) : (fault.Reason!, fault.Message)
        );
    }
}
