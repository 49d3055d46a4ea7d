using System.Net.Sockets;
using ScimGateway.Deliveries;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Tests.Deliveries;

/// <summary>When what is owed is tried again, as a table.</summary>
public sealed class OwedScheduleTests
{
    // What a target answers, or why it was not asked, and what that says of the lane.
    [Theory]
    [InlineData(500, null, false, "Failed")]
    [InlineData(502, null, false, "Failed")]
    [InlineData(503, null, false, "Failed")]
    [InlineData(503, null, true, "Paused")]
    [InlineData(504, "timed out", false, "Failed")]
    [InlineData(502, "broke off", false, "Failed")]
    [InlineData(502, "no HTTP", false, "Failed")]
    [InlineData(502, "answer is no JSON", false, "Failed")]
    [InlineData(408, null, false, "Failed")]
    [InlineData(425, null, false, "Failed")]
    [InlineData(400, null, false, "Refused")]
    [InlineData(404, null, false, "Refused")]
    [InlineData(409, null, false, "Refused")]
    [InlineData(412, null, false, "Refused")]
    [InlineData(501, null, false, "Refused")]
    [InlineData(401, null, false, "Paused")]
    [InlineData(403, null, false, "Paused")]
    [InlineData(429, null, true, "Paused")]
    [InlineData(502, "credentials refused", false, "Paused")]
    [InlineData(502, "refused by a proxy", false, "Paused")]
    [InlineData(503, "asked for a pause", true, "Paused")]
    [InlineData(503, "breaker open", true, "Paused")]
    [InlineData(503, "no healthy destination", true, "Paused")]
    [InlineData(502, "TLS failed", false, "Paused")]
    [InlineData(503, "too many waiting", true, "Crowded")]
    [InlineData(503, "gateway full", true, "Crowded")]
    [InlineData(503, "the gateway's state", true, "Crowded")]
    [InlineData(503, "changed by another process", true, "Crowded")]
    public void A_fault_is_the_lane_s_or_the_target_s_or_the_gateway_s(
        int status, string? reason, bool retryAfter, string verdict) =>
        Assert.Equal(
            verdict,
            OwedSchedule.VerdictOf(new ScimException(status, null, "No.")
            {
                Reason = reason,
                RetryAfter = retryAfter ? TimeSpan.FromSeconds(5) : null,
            }).ToString());

    [Fact]
    public void No_connection_is_the_target_s() =>
        Assert.Equal(Verdict.Paused, OwedSchedule.VerdictOf(new ScimException(502, null, "No.", new HttpRequestException(
            HttpRequestError.ConnectionError,
            "No.",
            new SocketException((int)SocketError.ConnectionRefused)))
        {
            Reason = "the connection was refused",
        }));

    [Theory]
    [InlineData(1, 0.5, "00:00:30")]
    [InlineData(1, 0.0, "00:00:15")]
    [InlineData(1, 1.0, "00:00:45")]
    [InlineData(2, 0.5, "00:01:00")]
    [InlineData(5, 0.5, "00:08:00")]
    [InlineData(9, 0.5, "02:08:00")]
    [InlineData(10, 0.5, "04:00:00")]
    [InlineData(10, 1.0, "06:00:00")]
    [InlineData(100, 0.0, "02:00:00")]
    [InlineData(int.MaxValue, 1.0, "06:00:00")]
    public void A_lane_waits_twice_as_long_each_time_and_six_hours_at_most(int failures, double dice, string wait) =>
        Assert.Equal(TimeSpan.Parse(wait), OwedSchedule.Backoff(failures, dice));

    [Fact]
    public void A_lane_stops_when_it_has_failed_for_28_days()
    {
        var waited = TimeSpan.Zero;
        int failures = 1;
        for (; !OwedSchedule.IsOver(failures); failures++) waited += OwedSchedule.Backoff(failures, 0.5);

        Assert.InRange(waited, OwedSchedule.Patience, OwedSchedule.Patience + OwedSchedule.Longest);
    }

    [Theory]
    [InlineData(null, 1, 0.5, "00:00:30")]
    [InlineData(null, 2, 0.5, "00:01:00")]
    [InlineData(null, 20, 0.5, "00:10:00")]
    [InlineData(null, 20, 1.0, "00:15:00")]
    [InlineData("00:00:07", 20, 1.0, "00:00:07")]
    [InlineData("3.00:00:00", 1, 1.0, "06:00:00")]
    [InlineData("00:00:00", 1, 0.5, "00:00:30")]
    public void A_target_pauses_as_long_as_it_asks_or_longer_each_time(string? asked, int pauses, double dice, string wait) =>
        Assert.Equal(
            TimeSpan.Parse(wait),
            OwedSchedule.Pause(asked is null ? null : TimeSpan.Parse(asked), pauses, dice));

    [Theory]
    [InlineData("00:00:00", "00:15:00")]
    [InlineData("00:15:00", "00:15:00")]
    [InlineData("00:30:00", "00:30:00")]
    [InlineData("05:00:00", "05:00:00")]
    [InlineData("9.00:00:00", "06:00:00")]
    public void Who_is_waited_for_is_looked_for_as_seldom_as_the_wait_is_long(string waited, string wait) =>
        Assert.Equal(TimeSpan.Parse(wait), OwedSchedule.LookUp(TimeSpan.Parse(waited)));
}
