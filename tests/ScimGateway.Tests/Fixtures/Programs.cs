using System.Collections.Concurrent;
using System.Diagnostics;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Fixtures;

/// <summary>Programs of others that a test starts: whoever needs one asks for it here, and only what is asked for is
/// installed.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly ConcurrentDictionary<string, Lazy<Task>> Asked = new(StringComparer.Ordinal);

    /// <summary>Installs it when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It cannot be installed; says why.</exception>
    public static Task NeedAsync(string name) =>
        Asked.GetOrAdd(name, _ => new Lazy<Task>(() => IsThere(name) ? Task.CompletedTask : InstallAsync(name))).Value;

    public static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)));

    private static async Task InstallAsync(string name)
    {
        using var cancellation = new CancellationTokenSource(Patience);
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "tests/install.sh"), name])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var install = Process.Start(start)!;
        var said = await Task.WhenAll(
            install.StandardOutput.ReadToEndAsync(cancellation.Token),
            install.StandardError.ReadToEndAsync(cancellation.Token)
        );
        await install.WaitForExitAsync(cancellation.Token);
        if (install.ExitCode != 0) throw new InvalidOperationException(
            $"{name} is missing, and tests/install.sh ended with {install.ExitCode}: {string.Join(Environment.NewLine, said)}"
        );
    }
}
