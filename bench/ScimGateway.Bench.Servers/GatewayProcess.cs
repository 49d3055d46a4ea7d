using System.Globalization;

namespace ScimGateway.Bench.Servers;

/// <summary>The memory and the CPU of the gateway's process.</summary>
internal sealed class GatewayProcess(int pid)
{
    /// <summary>The most of the RSS until the end, in MB, looked at 50 times a second.</summary>
    public async Task<long> PeakAsync(CancellationToken end)
    {
        long peak = 0;
        for (; !end.IsCancellationRequested; await Task.Delay(20, CancellationToken.None)) peak = Math.Max(peak, Rss());
        return peak;
    }

    /// <summary>In MB.</summary>
    public long Rss() => long.Parse(File.ReadLines($"/proc/{pid}/status")
        .First(line => line.StartsWith("VmRSS", StringComparison.Ordinal))
        .Split(':')[1]
        .Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;

    /// <summary>In seconds.</summary>
    public double Cpu() =>
        File.ReadAllText($"/proc/{pid}/stat")
            .Split(')')[1]
            .Split(' ')[12..14]
            .Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / 100;
}
