using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Scim.Errors;
using ScimGateway.State;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Deliveries;

/// <summary>What a person sees of what targets are owed, and does about it; each act is a record.</summary>
/// <param name="wake">Called with a target's name when something became due there.</param>
internal sealed class OwedActs(
    OwedWork owing, IAuditSink audit, ExchangeLog lines, TimeProvider clock, Action<string> wake)
{
    /// <summary>Reads the word for a state; <see langword="null"/>: any.</summary>
    /// <exception cref="ScimException">400: it is no state.</exception>
    public static LaneState? StateOf(string? word) => string.IsNullOrEmpty(word) ? null
        : Enum.GetValues<LaneState>().Cast<LaneState?>().FirstOrDefault(one => OwedJson.Word(one!.Value) == word)
            ?? throw new ScimException(400, null, $"'{word}' is no state of a lane; ready, stopped and held are.");

    /// <param name="target">Its name; <see langword="null"/>: all.</param>
    /// <param name="word">Lanes in this state; <see langword="null"/>: in any.</param>
    public async Task<JsonObject> ListAsync(string? target, LaneState? word, CancellationToken cancellation)
    {
        var lanes = await owing.ListAsync(target, word, cancellation);
        var counts = new JsonObject();
        foreach (var count in await owing.CountsAsync(cancellation))
            if (OwedJson.Of(count, clock.GetUtcNow()) is { } told) counts[count.Target] = told;
        return new JsonObject { ["lanes"] = new JsonArray([.. lanes.Select(OwedJson.Of)]), ["targets"] = counts };
    }

    /// <returns>The lane as it was.</returns>
    /// <exception cref="ScimException">404: there is none.</exception>
    public async Task<JsonObject> DoAsync(OwedOrder order, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        var lane = await DoneAsync(order, cancellation) ?? throw ScimException.NotFound(
            $"There is no lane '{order.Lane}': what it held is paid, or was dropped. scim-gateway owed shows what there is.");
        Record(order, lane, began);
        if (order.Act == OwedAct.Retry) wake(lane.Target);
        return OwedJson.Of(lane);
    }

    private Task<LaneView?> DoneAsync(OwedOrder order, CancellationToken cancellation) => order.Act switch
    {
        OwedAct.Retry => owing.RetryAsync(order.Lane, cancellation),
        OwedAct.Drop => owing.DropAsync(order.Lane, cancellation),
        _ => throw new InvalidOperationException($"{order.Act} is nothing that can be done."),
    };

    private void Record(OwedOrder order, LaneView lane, long began)
    {
        var now = clock.GetUtcNow();
        var record = new ExchangeRecord(CorrelationId.New(now), now)
        {
            Client = order.By,
            Cause = lane.Cause,
            Lane = LaneName.Of(lane).ToString(),
            Why = order.Why,
            Target = lane.Target,
            Operation = order.Act.ToString().ToLowerInvariant(),
            ResourceType = lane.Type,
            ResourceId = lane.Id,
            Attributes = SafeNames.Attributes(lane.Paths.Where(path => path.Length > 0)),
            Status = 200,
            Elapsed = clock.GetElapsedTime(began),
        };
        audit.Write(record);
        lines.Write(record);
    }
}
