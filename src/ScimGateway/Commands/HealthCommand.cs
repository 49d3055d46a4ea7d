using System.Text.RegularExpressions;
using ScimGateway.Configuration;

namespace ScimGateway.Commands;

/// <summary>Asks a running gateway whether it is ready, for containers that have no curl.</summary>
internal static partial class HealthCommand
{
    /// <param name="where">The URL to ask, or the path of the gateway.yaml that says where it listens.</param>
    /// <returns>The exit code: 0 when it is ready, 1 when not.</returns>
    public static async Task<int> RunAsync(string where)
    {
        try
        {
            var url = where.Contains("://", StringComparison.Ordinal)
                ? new Uri(where)
                : ReadyUrl(await File.ReadAllTextAsync(where));
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(3) };
            using var answer = await client.GetAsync(url);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault)
            when (fault is HttpRequestException or OperationCanceledException or IOException
                or UnauthorizedAccessException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"The gateway's health cannot be asked ({where}): {fault.Message}");
            return 1;
        }
    }

    /// <summary>The address of a gateway with this gateway.yaml on this machine: loopback if it listens on all
    /// interfaces.</summary>
    /// <remarks>Searches the one line and does not read the config: the health of a running gateway depends neither on whether
    /// the newest edit is valid, nor on the secrets in its environment.</remarks>
    internal static Uri ReadyUrl(string yaml)
    {
        var listen = new Uri(Listen().Match(yaml) is { Success: true } line ? line.Groups["url"].Value : "http://127.0.0.1:8080");
        return new Uri(OnThisMachine.Address(listen), "/readyz");
    }

    [GeneratedRegex("""^listen:[ \t]+["']?(?<url>http://[^\s"'#]+)""", RegexOptions.Multiline, 1000)]
    private static partial Regex Listen();
}
