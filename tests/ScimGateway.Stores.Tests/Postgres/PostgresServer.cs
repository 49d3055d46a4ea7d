using System.Diagnostics;
using Npgsql;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Stores.Tests.Postgres;

/// <summary>A PostgreSQL of the tests' own, in a folder that goes with it. It may lose what it holds with the machine's power, so
/// that tests are fast; a kill of its processes loses nothing.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static int databases;

    private readonly int port = FreePort.Next();
    private readonly string folder = Path.Combine("/tmp", $"scim-gateway-postgres-{Guid.NewGuid():N}");
    private string programs = "";

    /// <summary>The one that runs.</summary>
    public static PostgresServer Current { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Programs.NeedAsync("postgres");
        programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", folder);
        await RunAsOwnerAsync(
            "initdb", "-D", folder + "/data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale");
        await StartAsync();
        Current = this;
    }

    public async Task DisposeAsync()
    {
        await StopAsync("immediate");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What reaches a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return To(name);
    }

    public Task StartAsync() => RunAsOwnerAsync(
        "pg_ctl", "-D", folder + "/data", "-w", "-l", folder + "/log", "-o",
        $"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=200", "start");

    /// <param name="how"><c>fast</c>: tells its clients; <c>immediate</c>: as a crash.</param>
    public Task StopAsync(string how) => RunAsOwnerAsync("pg_ctl", "-D", folder + "/data", "-w", "-m", how, "stop");

    private string To(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}";

    private async Task ExecuteAsync(string database, string sql)
    {
        // One of before a restart would be stale.
        await using var connection = new NpgsqlConnection(To(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // It refuses to run as root.
    private Task RunAsOwnerAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", programs + program, .. arguments])
        : RunAsync(programs + program, arguments);

    private async Task RunAsync(string program, params string[] arguments)
    {
        // Its output goes nowhere: a server that is started here would hold a pipe open for as long as it lives.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" > \"$SAID\" 2>&1", program, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["SAID"] = Path.Combine(Path.GetTempPath(), Path.GetFileName(folder) + ".said");
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(Patience);
        string said = await File.ReadAllTextAsync(start.Environment["SAID"]!);
        File.Delete(start.Environment["SAID"]!);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
