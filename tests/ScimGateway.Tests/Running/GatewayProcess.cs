using System.Diagnostics;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Running;

/// <summary>The gateway as an operator starts it: <c>dotnet scim-gateway.dll</c>, a process of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    public int Id => process.Id;

    private GatewayProcess(Process process) => this.process = process;

    public static GatewayProcess Start(string folder, params string[] arguments) =>
        StartDotnet(folder, [Path.Combine(AppContext.BaseDirectory, "scim-gateway.dll"), .. arguments]);

    /// <summary>Starts it for a user whose home is that folder.</summary>
    public static GatewayProcess StartAtHome(string folder) =>
        StartDotnet(folder, [Path.Combine(AppContext.BaseDirectory, "scim-gateway.dll")], folder);

    /// <summary>Starts it as the README does, out of the sources; what the tests were built with is not built again.</summary>
    public static GatewayProcess StartFromSources(string folder)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return StartDotnet(folder, [
            "run",
            "--no-build",
            "--configuration",
            configuration,
            "--project",
            Path.Combine(Repository.Root, "src/ScimGateway"),
        ]);
    }

    /// <summary>Waits until <c>/readyz</c> says so: the functions of its mappings are warm.</summary>
    public static async Task ReadyAsync(string address)
    {
        using var client = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (!(await client.GetAsync(new Uri(new Uri(address), "/readyz"), patience.Token)).IsSuccessStatusCode)
            await Task.Yield();
    }

    /// <summary>Starts it with its standard output into a file.</summary>
    public static GatewayProcess StartInto(string folder, string file) =>
        Start(folder, "bash", ["-c", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "scim-gateway.dll")}' > '{file}'"]);

    /// <summary>Starts one in which nothing is compiled a second time, better, in the background: what is counted is what
    /// requests waited for.</summary>
    public static GatewayProcess StartCompilingOnce(string folder) => Start(folder, "bash",
        ["-c", $"DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=1000000 exec dotnet '{Path.Combine(AppContext.BaseDirectory, "scim-gateway.dll")}'"]);

    /// <summary>Runs one that may open so many files.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunWithFilesAsync(string folder, int files)
    {
        await using var run = Start(
            folder,
            "bash",
            ["-c", $"ulimit -n {files}; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "scim-gateway.dll")}'"]
        );
        return await run.EndAsync();
    }

    private static GatewayProcess StartDotnet(string folder, string[] arguments, string? home = null) =>
        Start(folder, "dotnet", arguments, home);

    private static GatewayProcess Start(string folder, string command, string[] arguments, string? home = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (home is not null) start.Environment["HOME"] = home;
        return new GatewayProcess(Process.Start(start)!);
    }

    /// <summary>Runs one that ends by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        await using var run = Start(folder, arguments);
        return await run.EndAsync();
    }

    /// <summary>What it prints when it is ready, without log lines that came before.</summary>
    public async Task<IReadOnlyList<string>> BannerAsync()
    {
        var lines = new List<string>();
        while (lines.Count == 0 || lines[^1] != Banner.LastLine)
        {
            string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            if (line is null) Assert.Fail("It ended: " + await process.StandardError.ReadToEndAsync());
            if (lines.Count > 0 || line.StartsWith("ScimGateway listens on ", StringComparison.Ordinal)) lines.Add(line);
        }

        return lines;
    }

    /// <summary>The first line of its standard output, from here on, that is looked for.</summary>
    public async Task<string> OutputLineAsync(Predicate<string> isWanted)
    {
        while (true)
        {
            string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            if (line is null) Assert.Fail("It ended: " + await process.StandardError.ReadToEndAsync().WaitAsync(Patience));
            if (isWanted(line)) return line;
        }
    }

    /// <summary>The first line of its standard error that is looked for.</summary>
    public async Task<string> ErrorLineAsync(Predicate<string> isWanted)
    {
        while (true)
        {
            string? line = await process.StandardError.ReadLineAsync().WaitAsync(Patience);
            Assert.True(line is not null, "It ended.");
            if (isWanted(line)) return line;
        }
    }

    public static bool IsCommand(string line) => line.StartsWith("  curl ", StringComparison.Ordinal);

    public async Task HangUpAsync()
    {
        using var kill = Process.Start("kill", ["-HUP", process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, as a container's end does, and waits for the end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await errors);
    }
}
