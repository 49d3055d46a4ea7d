namespace ScimGateway.Configuration;

/// <summary>One folder that exists, without what is below it.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly FileSystemWatcher watcher;
    private readonly DateTime created;
    private readonly Action signal;
    private volatile bool failed;

    private FolderWatch(string folder, Action signal)
    {
        this.signal = signal;
        created = Directory.GetCreationTimeUtc(folder);
        watcher = new(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Created += (_, change) => Hear(change.Name);
        watcher.Changed += (_, change) => Hear(change.Name);
        watcher.Deleted += (_, change) => Hear(change.Name);
        watcher.Renamed += (_, change) => { Hear(change.OldName); Hear(change.Name); };
        watcher.Error += (_, _) => Fail();
    }

    /// <summary>Which names in the folder matter.</summary>
    public Predicate<string> Concerns { get; set; } = _ => true;

    /// <summary>Whether events were lost, or another folder stands at this path now.</summary>
    public bool IsBroken => failed || Directory.GetCreationTimeUtc(watcher.Path) != created;

    /// <returns>The watch; <see langword="null"/> when the folder has just gone.</returns>
    /// <exception cref="IOException">The system has no watches left.</exception>
    public static FolderWatch? Start(string folder, Action signal)
    {
        FolderWatch? watch = null;
        try
        {
            watch = new(folder, signal);
            watch.watcher.EnableRaisingEvents = true;
            return watch;
        }
        catch (Exception) when (!Directory.Exists(folder))
        {
            watch?.Dispose();
            return null;
        }
    }

    public void Dispose() => watcher.Dispose();

    // Without a name, something was lost: better told once too often.
    private void Hear(string? name)
    {
        if (name is null || Concerns(name)) signal();
    }

    private void Fail()
    {
        failed = true;
        signal();
    }
}
