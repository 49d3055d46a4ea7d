using System.Diagnostics;
using ScimGateway.Tests.Fixtures;
using StackExchange.Redis;

namespace ScimGateway.Tests.Replicas;

/// <summary>A real redis-server of the test's own, on a free loopback port; it keeps nothing on the disk.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scim-gateway-redis-");
    private readonly int port;
    private readonly string? password;
    private Process process = null!;

    private RedisProcess(int port, string? password) => (this.port, this.password) = (port, password);

    /// <summary>As gateway.yaml says it, without a password.</summary>
    public string Cache => $"redis:127.0.0.1:{port}";

    public int Port => port;

    public static async Task<RedisProcess> StartAsync(string? password = null)
    {
        await Programs.NeedAsync("redis-server");
        var redis = new RedisProcess(FreePort.Next(), password);
        await redis.StartAgainAsync();
        return redis;
    }

    public async Task StartAgainAsync()
    {
        string[] arguments =
            ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.FullName];
        if (password is not null) arguments = [.. arguments, "--requirepass", password];
        var start = new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal)) return;
        Assert.Fail("redis-server ended.");
    }

    /// <summary>SIGKILL, and everything in it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    /// <summary>Alive, and silent.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Every key, and the fields of its hash.</summary>
    public async Task<Dictionary<string, HashEntry[]>> ContentAsync()
    {
        await using var connection = await ConnectAsync();
        var content = new Dictionary<string, HashEntry[]>(StringComparer.Ordinal);
        await foreach (var key in connection.GetServers()[0].KeysAsync())
            content[key.ToString()] = await connection.GetDatabase().HashGetAllAsync(key);
        return content;
    }

    /// <summary>The value of every entry; the probe, which has none, is left out.</summary>
    public async Task<Dictionary<string, byte[]>> ValuesAsync()
    {
        var content = await ContentAsync();
        return content.Select(entry => (entry.Key, Value: (byte[])entry.Value.Single(field => field.Name == "data").Value!))
            .Where(entry => entry.Value.Length > 0)
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
    }

    /// <summary>Writes another value into every entry.</summary>
    public async Task ChangeAsync(Func<string, byte[], byte[]> change)
    {
        var values = await ValuesAsync();
        await using var connection = await ConnectAsync();
        foreach (var (key, value) in values) await connection.GetDatabase().HashSetAsync(key, "data", change(key, value));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        folder.Delete(recursive: true);
    }

    private Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},password={password}");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }
}
