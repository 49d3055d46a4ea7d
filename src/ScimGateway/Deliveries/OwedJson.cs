using System.Text.Json.Nodes;
using ScimGateway.State;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Deliveries;

/// <summary>Lanes and counts as people and their scripts read them: paths, never values.</summary>
internal static class OwedJson
{
    private const string Whole = "the whole resource";

    public static JsonObject Of(LaneView lane) => new()
    {
        ["lane"] = LaneName.Of(lane).ToString(),
        ["target"] = lane.Target,
        ["resourceType"] = lane.Type,
        ["resourceId"] = lane.Id,
        ["state"] = Word(lane.State),
        ["owes"] = new JsonArray([.. lane.Paths.Select(path => JsonValue.Create(path.Length == 0 ? Whole : path))]),
        ["since"] = Time(lane.Since),
        ["nextAttempt"] = lane.State == LaneState.Ready ? Time(lane.NextAt) : null,
        ["failures"] = lane.Failures,
        ["lastStatus"] = lane.LastStatus,
        ["lastError"] = lane.LastError,
        ["client"] = lane.Client,
        ["cause"] = lane.Cause,
    };

    /// <param name="now">A pause that is over is none.</param>
    /// <returns><see langword="null"/>: there is nothing to tell.</returns>
    public static JsonObject? Of(OwedCount count, DateTimeOffset now)
    {
        bool isPaused = count.PausedUntil > now.ToUnixTimeMilliseconds();
        if (count.Ready + count.Stopped == 0 && !isPaused) return null;
        var json = new JsonObject { ["ready"] = count.Ready, ["stopped"] = count.Stopped };
        if (count.Oldest is { } oldest) json["oldest"] = Time(oldest);
        if (isPaused) (json["pausedUntil"], json["pausedWhy"]) = (Time(count.PausedUntil!.Value), count.PausedWhy);
        return json;
    }

    public static string Word(LaneState state) => state.ToString().ToLowerInvariant();

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("O");
}
