using System.Text.Encodings.Web;
using System.Text.Json;
using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Deliveries;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Commands.Owing;

/// <summary><c>owed</c>, <c>owed retry</c> and <c>owed drop</c>.</summary>
internal static class OwedCommand
{
    private static readonly JsonSerializerOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <param name="target">Its name; <see langword="null"/>: all.</param>
    /// <param name="state">Only lanes in this state; <see langword="null"/>: in any.</param>
    /// <param name="asJson">For scripts.</param>
    /// <returns>The exit code: 0 when it could be looked up.</returns>
    public static Task<int> ListAsync(string config, string? target, string? state, bool asJson, Shown shown,
        CancellationToken cancellation) => RunAsync(config, shown, async place =>
        {
            var owed = await place.ListAsync(target, state, cancellation);
            if (asJson) shown.Line(owed.ToJsonString(AsWritten));
            else OwedText.Write(owed, shown);
        }, cancellation);

    /// <param name="act"><c>retry</c> or <c>drop</c>.</param>
    /// <param name="lane">As <c>owed</c> shows it: <c>app/7</c>.</param>
    /// <returns>The exit code: 0 when it is done.</returns>
    public static Task<int> DoAsync(string config, string act, string lane, string why, Shown shown,
        CancellationToken cancellation) => RunAsync(config, shown, async place =>
        {
            var done = await place.DoAsync(OwedOrder.Of(lane, act, why, place.User), cancellation);
            string what = $"{done["resourceType"]} {done["resourceId"]} at {done["target"]}";
            shown.Good(act == "retry"
                ? $"{lane} ({what}) is tried {(place.IsRunning ? "now" : "when a gateway runs")}."
                : $"{lane} ({what}) is dropped: the target never gets {OwedText.Paths(done)}.");
        }, cancellation);

    private static async Task<int> RunAsync(
        string config, Shown shown, Func<IOwedPlace, Task> act, CancellationToken cancellation)
    {
        try
        {
            await using var place = await OwedPlace.FindAsync(GatewayConfigReader.ReadWithoutSecrets(config), cancellation);
            await act(place);
            return 0;
        }
        catch (Exception fault) when (fault is ConfigException or ScimException or IOException or UnauthorizedAccessException
            or HttpRequestException or OperationCanceledException)
        {
            shown.Bad(fault is OperationCanceledException ? "The gateway that runs does not answer in time." : fault.Message);
            return 1;
        }
    }
}
