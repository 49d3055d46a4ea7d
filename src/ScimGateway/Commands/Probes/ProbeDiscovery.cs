using System.Text.Json.Nodes;
using ScimGateway.Scim.Discovery;

namespace ScimGateway.Commands.Probes;

/// <summary>A server's own discovery documents: they are shown, and not trusted.</summary>
internal sealed class ProbeDiscovery(ProbeClient client, ProbeReport report)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var answer = await client.GetAsync(ServiceProviderConfig.Endpoint, cancellation);
        report.Say(answer.Read(body => body is JsonObject json ? ServiceProviderConfig.Read(json) : null!) is { } says
            ? $"It says of itself: {Words(says)}. What follows was tried."
            : $"GET {ServiceProviderConfig.Endpoint}: {answer.Told}. It does not say what it can do.");
        foreach (string document in new[] { "/ResourceTypes", "/Schemas" })
        {
            var told = await client.GetAsync(document, cancellation);
            string names = told.List is { } list
                ? ", " + ProbeAnswer.Line(string.Join(", ", list.Resources.Select(one => one["id"] ?? one["name"])))
                : "";
            report.Say($"GET {document}: {told.Told}{names}");
        }
    }

    private static string Words(ServiceProviderConfig says) =>
        $"patch {Word(says.Patch)}, filter {Word(says.Filter)}, sort {Word(says.Sort)}, bulk {Word(says.Bulk)}, "
        + $"etag {Word(says.ETag)}, cursors {Word(says.CursorPagination)}";

    private static string Word(bool yes) => yes ? "yes" : "no";
}
