using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ScimGateway.Bench.Servers;

/// <summary>Attacks a running gateway, and measures its process and a quiet client meanwhile: a row of a Markdown table
/// each.</summary>
internal sealed class Attacks
{
    private readonly Uri gateway;

    private readonly TimeSpan each;

    private static readonly string Body =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","urn:x:2.0:User":{"a":["""
        + string.Join(',', Enumerable.Repeat("{}", 289_000))
        + "]}}";

    private static readonly string Filter = Uri.EscapeDataString(
        string.Join(" or ", Enumerable.Range(1, 240).Select(number => $"members.value co \"x{number}\""))
    );

    private readonly (string Name, int Workers, Func<int, Task<string>> Send)[] attacks;

    public Attacks(Uri gateway, TimeSpan each)
    {
        (this.gateway, this.each) = (gateway, each);
        attacks =
        [
            (
                "30 clients, bodies of 1 MiB with 289,000 values",
                30,
                number => SendAsync(number, HttpMethod.Post, "quiet/Users", Body)
            ),
            ("1 client, 30 connections, the same", 30, _ => SendAsync(0, HttpMethod.Post, "quiet/Users", Body)),
            ("lists of 50 MB, three at a time, copied", 3, number => SendAsync(number, HttpMethod.Get, "large/Users")),
            (
                "the same as trees (attributes=)",
                3,
                number => SendAsync(number, HttpMethod.Get, "large/Users?attributes=userName")
            ),
            (
                "sorted, a late page of 10,000 users, 8 at once",
                8,
                _ => SendAsync(0, HttpMethod.Get, "sorted/Users?sortBy=title&startIndex=9901&count=100")
            ),
            ("6,000 content codings", 8, number => SendAsync(number, HttpMethod.Get, "coded/Users/1")),
            (
                "240 x members.value co, 120 groups of 10,000",
                2,
                number => SendAsync(number, HttpMethod.Get, "members/Groups?filter=" + Filter)
            ),
            ("1,000 slow connections", 1_000, _ => DripAsync()),
        ];
    }

    /// <summary>Prints a row for each attack, or for those whose name has this text.</summary>
    /// <param name="pid">The gateway's process.</param>
    public async Task RunAsync(int pid, string only)
    {
        await QuietAsync(TimeSpan.FromSeconds(10)); // until compiled
        Console.WriteLine("| attack | requests: statuses | peak RSS | RSS 5 s later | CPU | quiet p50 / p99 before | quiet p50 "
            + "/ p99 under it | p99 times |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int attack = 0; attack < attacks.Length; attack++)
            if (attacks[attack].Name.Contains(only, StringComparison.Ordinal)) await RowAsync(attack, new GatewayProcess(pid));
    }

    /// <summary>Attacks, and prints the statuses.</summary>
    public async Task SendAsync(int attack)
    {
        var statuses = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, attacks[attack].Workers).Select(number => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < each)
                statuses.AddOrUpdate(await attacks[attack].Send(number), 1, (_, count) => count + 1);
        })));
        Console.WriteLine(string.Join(
            ", ",
            statuses.OrderBy(status => status.Key, StringComparer.Ordinal).Select(status => $"{status.Key}: {status.Value}")
        ));
    }

    // The attackers have a process of their own, which yields to all others: they would be on other machines.
    private async Task RowAsync(int attack, GatewayProcess process)
    {
        var (calm50, calm99) = await QuietAsync(each);
        var attackers = Process.Start(new ProcessStartInfo("nice", [
            "-n",
            "19",
            Environment.ProcessPath!,
            Environment.GetCommandLineArgs()[0],
            "attackers",
            gateway.ToString(),
            attack.ToString(CultureInfo.InvariantCulture),
            each.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ])
        { RedirectStandardOutput = true, UseShellExecute = false })!;
        using var end = new CancellationTokenSource();
        var peak = process.PeakAsync(end.Token);
        double cpu = process.Cpu();
        var (p50, p99) = await QuietAsync(each);
        cpu = process.Cpu() - cpu;
        string told = (await attackers.StandardOutput.ReadToEndAsync()).Trim();
        await end.CancelAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        long most = await peak;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {attacks[attack].Name} | {told} | {most} MB | "
            + $"{process.Rss()} MB | {cpu:F1} s of {each.TotalSeconds:F0} | {calm50:F1} / {calm99:F1} ms | {p50:F1} / {p99:F1} "
            + $"ms | {p99 / calm99:F1} |"));
    }

    private async Task<(double P50, double P99)> QuietAsync(TimeSpan time)
    {
        using var client = Client("quiet");
        var took = new List<double>();
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time; await Task.Delay(5))
        {
            long sent = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync("quiet/Users/1");
            answer.EnsureSuccessStatusCode();
            took.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        took.Sort();
        return (took[took.Count / 2], took[took.Count * 99 / 100]);
    }

    private async Task<string> SendAsync(int number, HttpMethod method, string path, string? body = null)
    {
        using var client = Client("attacker" + number.ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await answer.Content.CopyToAsync(Stream.Null);
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return "none";
        }
    }

    private async Task<string> DripAsync()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(gateway.Host, gateway.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /scim/v2/quiet/Users HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + "Bearer token-of-the-bench-attacker0-0000\r\nContent-Type: application/json\r\nContent-Length: 8000000\r\n\r\n"));
        await Task.Delay(each / 2);
        return "left";
    }

    private HttpClient Client(string name)
    {
        var client = new HttpClient { BaseAddress = new Uri(gateway, "/scim/v2/"), Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"token-of-the-bench-{name}-0000");
        return client;
    }
}
