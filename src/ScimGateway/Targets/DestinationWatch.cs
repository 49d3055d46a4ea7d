using System.Runtime.CompilerServices;
using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Targets;

/// <summary>Logs, once each, that a destination gets no calls, and that it is back.</summary>
internal sealed partial class DestinationWatch(ILogger<DestinationWatch> log, TimeProvider clock)
{
    // Only for their reasons: the sentences are not used.
    private readonly TargetFaults faults = new("", TargetMapping.Plain, TargetSecrets.None, clock);

    // YARP keeps the state of a destination as long as a reload keeps its address.
    private readonly ConditionalWeakTable<DestinationState, object> away = [];

    /// <summary>A call to it has ended.</summary>
    /// <param name="fault">Why it was not reached; <see langword="null"/>: it was reached.</param>
    public void Called(string target, DestinationState destination, Exception? fault)
    {
        if (IsUnhealthy(destination)) Leave(target, destination, Reason(fault) ?? "too many calls failed");
        else if (fault is null) Return(target, destination);
    }

    /// <summary>A health check of it has ended.</summary>
    public void Probed(string target, DestinationProbingResult result)
    {
        if (IsUnhealthy(result.Destination)) Leave(target, result.Destination, Reason(result) ?? "too many calls failed");
        else if (Reason(result) is null) Return(target, result.Destination);
    }

    private static bool IsUnhealthy(DestinationState destination) =>
        destination.Health.Active == DestinationHealth.Unhealthy || destination.Health.Passive == DestinationHealth.Unhealthy;

    private void Leave(string target, DestinationState destination, string reason)
    {
        if (away.TryAdd(destination, this)) LogUnhealthy(log, target, destination.Model.Config.Address, reason);
    }

    private void Return(string target, DestinationState destination)
    {
        if (!away.TryGetValue(destination, out _) || !away.Remove(destination)) return;
        LogHealthy(log, target, destination.Model.Config.Address);
    }

    private string? Reason(DestinationProbingResult result) => result.Response is { IsSuccessStatusCode: false } answer
        ? faults.From(answer, default, faults.RuleOf(HttpMethod.Get, answer, default)).Reason ?? $"HTTP {(int)answer.StatusCode}"
        : Reason(result.Exception);

    private string? Reason(Exception? fault) => fault switch
    {
        null => null,
        _ => faults.ReasonOf(fault),
    };

    [LoggerMessage(1, LogLevel.Warning,
        "The destination {Address} of {Target} is unhealthy ({TargetFault}): it gets no calls while another is healthy")]
    private static partial void LogUnhealthy(ILogger logger, string target, string address, string targetFault);

    [LoggerMessage(2, LogLevel.Information, "The destination {Address} of {Target} is healthy again")]
    private static partial void LogHealthy(ILogger logger, string target, string address);
}
