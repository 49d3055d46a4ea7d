namespace ScimGateway.Configuration.Watching;

/// <summary>One existing folder, watched by the operating system.</summary>
internal sealed class FolderWatch : IFolderWatch
{
    private readonly FileSystemWatcher watcher;
    private readonly DateTime created;
    private readonly Action<string> hear;
    private volatile bool failed;

    private FolderWatch(string folder, bool isDeep, Action<string> hear)
    {
        this.hear = hear;
        created = Directory.GetCreationTimeUtc(folder);
        watcher = new(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            IncludeSubdirectories = isDeep,
        };
        watcher.Created += (_, change) => hear(change.FullPath);
        watcher.Changed += (_, change) => hear(change.FullPath);
        watcher.Deleted += (_, change) => hear(change.FullPath);
        watcher.Renamed += (_, change) => { hear(change.OldFullPath); hear(change.FullPath); };
        watcher.Error += (_, fault) => Fail(fault.GetException());
    }

    public bool IsBroken => failed || Directory.GetCreationTimeUtc(watcher.Path) != created;

    /// <summary>Whether the system had too few watches left for all of it.</summary>
    public bool IsTooMuch { get; private set; }

    /// <returns>The watch; <see langword="null"/> when the folder has just gone.</returns>
    /// <exception cref="IOException">The system has no watches left.</exception>
    public static FolderWatch? Start(string folder, bool isDeep, Action<string> hear)
    {
        FolderWatch? watch = null;
        try
        {
            watch = new(folder, isDeep, hear);
            watch.watcher.EnableRaisingEvents = true;
            return watch;
        }
        catch (Exception) when (!Directory.Exists(folder))
        {
            watch?.Dispose();
            return null;
        }
        catch
        {
            watch?.Dispose();
            throw;
        }
    }

    public void Dispose() => watcher.Dispose();

    // An event was lost: one report too many is better.
    private void Fail(Exception fault)
    {
        IsTooMuch = fault is not InternalBufferOverflowException;
        failed = true;
        hear("");
    }
}
