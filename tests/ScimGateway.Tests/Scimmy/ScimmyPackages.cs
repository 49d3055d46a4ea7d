using System.Diagnostics;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Scimmy;

/// <summary>Scimmy's folder in the source tree, with its packages installed.</summary>
internal static class ScimmyPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs <c>npm ci</c> when the packages are missing or older than the lock file; one process at a time.</summary>
    /// <param name="express">Which Express it runs under. Node looks for packages beside the script: that of Express 5 is a
    /// copy.</param>
    public static async Task<string> InstalledAsync(int express)
    {
        var scimmy = Path.Combine(Repository.Root, "tests", "ScimGateway.Tests", "Scimmy");
        await Programs.NeedAsync("node");
        await Programs.NeedAsync("npm");
        var folder = express == 5 ? Path.Combine(scimmy, "Express5") : scimmy;
        using var cancellation = new CancellationTokenSource(Patience);
        await using var held = await LockAsync(Path.Combine(Repository.Root, "artifacts", "scimmy.lock"), cancellation.Token);
        if (!IsCurrent(folder)) await InstallAsync(folder, cancellation.Token);
        if (express == 5) File.Copy(Path.Combine(scimmy, "server.mjs"), Path.Combine(folder, "server.mjs"), overwrite: true);
        return folder;
    }

    private static bool IsCurrent(string folder)
    {
        // npm writes this file last.
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return installed.Exists
            && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }

    private static async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm could not be started.");
        var said = await Task.WhenAll(
            npm.StandardOutput.ReadToEndAsync(cancellation), npm.StandardError.ReadToEndAsync(cancellation));
        await npm.WaitForExitAsync(cancellation);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"npm ci in {folder} ended with {npm.ExitCode}: {string.Join(Environment.NewLine, said)}"
            );
        }
    }

    /// <summary>A lock that ends with the process; <c>flock</c> waits in the kernel, and says when it has it.</summary>
    private static async Task<HeldLock> LockAsync(string path, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var start = new ProcessStartInfo("flock", [path, "sh", "-c", "echo held; cat"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var held = new HeldLock(Process.Start(start) ?? throw new InvalidOperationException("flock could not be started."));
        await held.TakenAsync(cancellation);
        return held;
    }

    private sealed class HeldLock(Process flock) : IAsyncDisposable
    {
        public async Task TakenAsync(CancellationToken cancellation) =>
            Assert.Equal("held", await flock.StandardOutput.ReadLineAsync(cancellation));

        public async ValueTask DisposeAsync()
        {
            flock.StandardInput.Close(); // which ends cat
            await flock.WaitForExitAsync();
            flock.Dispose();
        }
    }
}
