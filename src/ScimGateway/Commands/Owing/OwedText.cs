using System.Text.Json.Nodes;
using ScimGateway.Commands.Output;

namespace ScimGateway.Commands.Owing;

/// <summary>What is owed, for people: a few lines for each lane.</summary>
internal static class OwedText
{
    public static void Write(JsonObject owed, Shown shown)
    {
        var lanes = owed["lanes"]!.AsArray();
        foreach (var lane in lanes) WriteLane(lane!.AsObject(), shown);
        foreach (var (target, count) in owed["targets"]!.AsObject())
            if (count!["pausedUntil"] is { } until) shown.Line($"{target} is left alone until {until}: {count["pausedWhy"]}");
        shown.Line(lanes.Count == 0 ? "Nothing is owed." : $"{lanes.Count} {(lanes.Count == 1 ? "lane" : "lanes")}.");
    }

    /// <summary>What a lane owes: <c>manager, members</c>.</summary>
    public static string Paths(JsonObject lane) => string.Join(", ", lane["owes"]!.AsArray());

    private static void WriteLane(JsonObject lane, Shown shown)
    {
        string title = $"{lane["lane"]}: {lane["resourceType"]} {lane["resourceId"]} is owed {Paths(lane)} since {lane["since"]}";
        if ((string?)lane["state"] == "stopped") shown.Bad(title + ", stopped");
        else shown.Line(title);
        if (lane["lastError"] is { } error) shown.Line($"    last attempt: {error}{Times(lane)}");
        if (lane["nextAttempt"] is { } next) shown.Line($"    next attempt: {next}");
        shown.Line($"    cause: {lane["cause"]}{(lane["client"] is { } client ? $" ({client})" : "")}");
    }

    private static string Times(JsonObject lane) =>
        lane["failures"]!.GetValue<int>() is > 1 and var failures ? $" ({failures} failures in a row)" : "";
}
