using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Commands.Probes;

/// <summary><c>probe</c>: tests what a live server can do.</summary>
internal static class ProbeCommand
{
    private const string Rest =
        ", reads only; --writes tries the rest with two test users and a test group, and removes them again: use a test instance";

    /// <param name="target">A target of the config, or the base address of a server.</param>
    /// <param name="token">For an address: the reference of its bearer token, <c>env:NAME</c> or <c>file:PATH</c>.</param>
    /// <param name="writes">Whether test resources may be created, changed and removed.</param>
    /// <returns>The exit code: 0 when anything worked, 1 when nothing did, or the server could not be reached.</returns>
    public static async Task<int> RunAsync(string target, string? token, bool writes, string config, Shown shown,
        CancellationToken cancellation)
    {
        try
        {
            await using var place = await ProbePlace.FindAsync(target, token, config, cancellation);
            using var client = new ProbeClient(place);
            string users = place.Mapping.At("/Users")?.Path ?? "/Users";
            shown.Title($"Asking {place.Address}{(users == "/Users" ? "" : $", whose users are at {users}")}");
            var report = new ProbeReport(shown);
            await new ProbeRun(client, report, place.Mapping, writes).RunAsync(cancellation);
            shown.Line($"{client.Sent} requests{(writes ? "" : Rest)}.");
            shown.Line();
            if (report.Worked) shown.Line(report.Section());
            else
                shown.Bad($"Nothing worked. Is {place.Address} the base address of a SCIM server, such as https://host/scim/v2?");
            return report.Worked ? 0 : 1;
        }
        catch (Exception fault) when (fault is ConfigException or MappingException or HttpRequestException or InvalidDataException
            or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            shown.Bad(cancellation.IsCancellationRequested ? "It was ended before it was done."
                : fault is OperationCanceledException ? "The server does not answer in time." : fault.Message);
            return 1;
        }
    }
}
