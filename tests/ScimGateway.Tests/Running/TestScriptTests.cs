using System.Diagnostics;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Running;

/// <summary>What <c>test.sh</c> installs, in an empty repository whose programs only write down that they were called.</summary>
public sealed class TestScriptTests
{
    [Theory]
    [InlineData("", "apt-get update -qq;apt-get install;npm ci --prefix tests/ScimGateway.Tests/Scimmy ;npm ci --prefix tests/ScimGateway.Tests/Scimmy/Express5 ")]
    [InlineData("FullyQualifiedName~Filters", "")]
    public async Task A_filter_installs_nothing_beforehand(string filter, string installed)
    {
        using var folder = Copied();

        await RunAsync(folder, "./test.sh", filter.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var called = Called(folder).Where(line => !line.StartsWith("dotnet ", StringComparison.Ordinal)).ToList();
        string[] expected = installed.Split(';', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, called.Count);
        Assert.All(expected.Zip(called), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Contains(Called(folder), line => line.StartsWith("dotnet build ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash", null)]
    [InlineData("node", "nodejs")] // Debian calls it so
    [InlineData("redis-server", "redis-server")]
    public async Task A_test_installs_the_program_that_it_needs_if_it_is_missing(string program, string? package)
    {
        using var folder = Copied();

        Assert.Equal(0, await RunAsync(folder, "tests/install.sh", [program]));

        Assert.Equal(
            package is null ? [] : ["apt-get update -qq", $"apt-get install -y -qq --no-install-recommends {package}"],
            Called(folder)
        );
    }

    private static ScratchFolder Copied()
    {
        var folder = new ScratchFolder();
        foreach (string script in new[] { "test.sh", "tests/install.sh" })
            folder.Write(script, File.ReadAllText(Path.Combine(Repository.Root, script)));
        foreach (string fake in new[] { "dotnet", "npm", "apt-get" })
            folder.Write("bin/" + fake, $"#!/bin/bash\necho \"{fake} $*\" >> '{folder.At("called")}'\n");
        folder.Write("bin/sudo", "#!/bin/bash\nexec \"$@\"\n");
        foreach (string tool in new[] { "bash", "env", "id", "flock", "dirname", "basename", "rm", "grep", "sed" })
            File.CreateSymbolicLink(folder.At("bin/" + tool), Where(tool));
        foreach (string file in folder.Files().Where(file => File.ResolveLinkTarget(file, false) is null)) MakeExecutable(file);
        return folder;
    }

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static string Where(string tool) => new[] { "/usr/bin/", "/bin/" }.Select(place => place + tool).First(File.Exists);

    private static string[] Called(ScratchFolder folder) =>
        File.Exists(folder.At("called")) ? File.ReadAllLines(folder.At("called")) : [];

    private static async Task<int> RunAsync(ScratchFolder folder, string script, string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", [script, .. arguments])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = folder.At("bin");
        start.Environment["TMPDIR"] = folder.Path;
        using var bash = Process.Start(start)!;
        await Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return bash.ExitCode;
    }
}
