using System.Diagnostics;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

/// <summary>Runs a command as a reader would paste it.</summary>
internal static class Bash
{
    /// <summary>The output, and for <c>curl</c> the HTTP status, which a <c>.curlrc</c> adds so that the command stays as it
    /// is.</summary>
    public static async Task<(string Output, int Status)> CurlAsync(string command)
    {
        await Programs.NeedAsync("curl");
        using var home = new ScratchFolder();
        home.Write(".curlrc", "write-out = \"\\n%{http_code}\"\nmax-time = 60\n");
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CURL_HOME"] = home.Path;
        using var bash = Process.Start(start)!;
        string output = await bash.StandardOutput.ReadToEndAsync();
        string errors = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, $"{command}: {errors}");
        int last = output.LastIndexOf('\n');
        return (output[..last], int.Parse(output[(last + 1)..]));
    }
}
