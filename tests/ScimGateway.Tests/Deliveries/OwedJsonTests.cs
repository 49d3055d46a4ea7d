using ScimGateway.Deliveries;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Tests.Deliveries;

public sealed class OwedJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 8, 15, 0, TimeSpan.Zero);

    private static readonly long Noon = new DateTimeOffset(2026, 11, 2, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly LaneView Lane = new(
        7, "app", "User", "1", LaneState.Ready, 2, Noon, 0, null, null, Noon, "okta", "c1", ["", "manager"]);

    [Fact]
    public void A_lane_that_is_ready_says_when_it_is_tried_again() =>
        Assert.Equal(
            """
            {"lane":"app/7","target":"app","resourceType":"User","resourceId":"1","state":"ready","owes":["the whole resource","manager"],
            "since":"2026-11-02T12:00:00.0000000Z","nextAttempt":"2026-11-02T12:00:00.0000000Z","failures":0,"lastStatus":null,
            "lastError":null,"client":"okta","cause":"c1"}
            """.ReplaceLineEndings(""),
            OwedJson.Of(Lane).ToJsonString());

    [Fact]
    public void A_lane_that_has_stopped_is_not_tried() =>
        Assert.Null(OwedJson.Of(Lane with { State = LaneState.Stopped })["nextAttempt"]);

    [Theory]
    [InlineData(1, 0, 0, """{"ready":1,"stopped":0}""")]
    [InlineData(0, 1, -1, """{"ready":0,"stopped":1}""")]
    [InlineData(0, 0, 60_000, """{"ready":0,"stopped":0,"pausedUntil":"2026-11-02T08:16:00.0000000Z","pausedWhy":"HTTP 429"}""")]
    [InlineData(0, 0, 0, null)]
    [InlineData(0, 0, null, null)]
    public void A_pause_that_is_over_is_none(int ready, int stopped, int? pausedFor, string? json) =>
        Assert.Equal(json, OwedJson.Of(
            new OwedCount("app", ready, stopped, null, pausedFor + Now.ToUnixTimeMilliseconds(), "HTTP 429"),
            Now)?.ToJsonString());
}
