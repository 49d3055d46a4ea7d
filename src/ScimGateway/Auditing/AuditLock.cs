using System.Globalization;
using System.Text;

namespace ScimGateway.Auditing;

/// <summary>Lets only one process write an audit file: two would overwrite each other's lines. The lock is the operating
/// system's, on a file beside it, and ends with the process; a second file names the process.</summary>
internal sealed class AuditLock : IDisposable
{
    private readonly FileStream held;

    private AuditLock(FileStream held) => this.held = held;

    /// <exception cref="IOException">Another process holds the lock: the sentence names it.</exception>
    /// <returns><see langword="null"/>: it is a device, which needs no lock.</returns>
    public static AuditLock? Take(string path)
    {
        if (path.StartsWith("/dev/", StringComparison.Ordinal)) return null;
        string owner = path + ".pid";
        try
        {
            // Never deleted: a process that opened it before would hold a lock on a file that no other process finds.
            var locked = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(
                owner,
                string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}\n"),
                Encoding.ASCII
            );
            return new AuditLock(locked);
        }
        catch (IOException fault) when (Read(owner) is [var process, var host])
        {
            throw new IOException($"{path} is written by another gateway (process {process} on {host}); end that one, or write audit.file: with a file of this one's own.", fault);
        }
    }

    public void Dispose() => held.Dispose();

    private static string[] Read(string owner)
    {
        try
        {
            return File.ReadAllText(owner).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
