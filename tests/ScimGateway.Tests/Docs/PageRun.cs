using System.Diagnostics;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;

namespace ScimGateway.Tests.Docs;

/// <summary>Does what a page says, from its first block to its last, in an empty folder and with the real binary.</summary>
internal sealed class PageRun : IAsyncDisposable
{
    private const string Address = "127.0.0.1:8080";

    private static readonly string Binary =
        $"scim-gateway() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "scim-gateway.dll")}' \"$@\"; }}\n";

    private readonly ScratchFolder folder = new();
    private readonly string address = $"127.0.0.1:{FreePort.Next()}";
    private string output = "";
    private string? failed;
    private GatewayProcess? gateway;

    /// <summary>How many commands were run.</summary>
    public int Commands { get; private set; }

    public async Task DoAsync(PageBlock block)
    {
        if (block.IsElsewhere) return;
        if (!block.IsOutput) End(); // a page may show a command that fails, with what it prints
        failed = null;
        if (block.Language == "sh") await CommandAsync(block);
        else if (block.IsOutput) Assert.Matches(block.Pattern(Real), output);
        else if (block.IsLog) await LogAsync(block);
        else if (block.File is { } file) folder.Write(file, Real(block.Body));
    }

    /// <summary>Fails when the last command failed, and the page did not show how.</summary>
    public void End() => Assert.True(failed is null, failed);

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        folder.Dispose();
    }

    // The port of the page may be somebody else's here.
    private string Real(string text) => text.Replace(Address, address, StringComparison.Ordinal);

    private async Task CommandAsync(PageBlock block)
    {
        Commands++;
        if (block.Body.Trim() is "scim-gateway")
        {
            gateway = GatewayProcess.Start(folder.Path);
            output = string.Join('\n', await gateway.BannerAsync()) + "\n";
            return;
        }

        output = await ShellAsync(Real(block.Body));
    }

    private async Task<string> ShellAsync(string commands)
    {
        await Programs.NeedAsync("curl");
        var start = new ProcessStartInfo("bash", ["-c", Binary + commands])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync();
        string said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        if (bash.ExitCode != 0) failed = $"{commands}{said}";
        return (said + await errors).ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private async Task LogAsync(PageBlock block)
    {
        Assert.True(gateway is not null, "The page shows a log before it starts the gateway.");
        var wanted = block.Pattern(Real);
        await gateway.OutputLineAsync(line => wanted.IsMatch(line + "\n"));
    }
}
