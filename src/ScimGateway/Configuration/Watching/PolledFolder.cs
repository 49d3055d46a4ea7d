using System.Text;

namespace ScimGateway.Configuration.Watching;

/// <summary>One folder that is polled every two seconds, because the system has no watches left.</summary>
internal sealed class PolledFolder : IFolderWatch
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly string folder;
    private readonly Action<string> hear;
    private readonly ITimer timer;
    private string seen;

    public PolledFolder(string folder, Action<string> hear, TimeProvider time)
    {
        (this.folder, this.hear, seen) = (folder, hear, Look(folder));
        timer = time.CreateTimer(_ => LookAgain(), null, Every, Every);
    }

    public bool IsBroken => false;

    public void Dispose() => timer.Dispose();

    private void LookAgain()
    {
        string now = Look(folder);
        if (Interlocked.Exchange(ref seen, now) != now) hear(folder);
    }

    /// <summary>The names in it, with their times and sizes; of a link its own.</summary>
    private static string Look(string folder)
    {
        var text = new StringBuilder();
        try
        {
            foreach (
                var entry in new DirectoryInfo(folder)
                    .EnumerateFileSystemInfos()
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            )
                text.Append(entry.Name)
                    .Append('/')
                    .Append(entry.LastWriteTimeUtc.Ticks)
                    .Append('/')
                    .Append((entry as FileInfo)?.Length)
                    .Append('\n');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            text.Append(fault.GetType().Name); // it was deleted meanwhile, which is a change, too
        }

        return text.ToString();
    }
}
