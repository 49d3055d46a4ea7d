namespace ScimGateway.Configuration;

/// <summary>Says when the config may have changed: gateway.yaml, or another file, or anything in a folder, that belongs to it.</summary>
/// <remarks>Sees files that are written, replaced (editors) and swapped behind a link (<c>..data</c>, Kubernetes ConfigMaps). What
/// only looks changed is told too: reading again must be harmless. A link to a file in a folder that is not watched is not followed.</remarks>
public sealed class ConfigWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly string path;
    private readonly Action changed;
    private readonly ITimer timer;
    private readonly Lock calling = new();
    private readonly Lock arming = new();
    private readonly Dictionary<string, FolderWatch> watches = new(StringComparer.Ordinal);
    private string[] folders = [];
    private volatile bool disposed;

    /// <param name="path">gateway.yaml.</param>
    /// <param name="moreFoldersToWatch">See <see cref="Watch"/>.</param>
    /// <param name="changed">Called on a pool thread when nothing more has happened for 200 ms; never twice at a time. It handles
    /// its own faults: an exception that leaves it ends the process.</param>
    /// <param name="time">Counts the 200 ms; the system's clock if left out.</param>
    /// <exception cref="IOException">The system has no watches left (<c>fs.inotify.max_user_instances</c>).</exception>
    public ConfigWatcher(string path, IEnumerable<string> moreFoldersToWatch, Action changed, TimeProvider? time = null)
    {
        this.path = Path.GetFullPath(path);
        this.changed = changed;
        timer = (time ?? TimeProvider.System).CreateTimer(_ => Call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Watch(moreFoldersToWatch);
    }

    /// <summary>From now on watches these folders beside the file's own. One that is missing is noticed when it appears.</summary>
    /// <param name="moreFolders">As <see cref="GatewayConfig.Watched"/>.</param>
    public void Watch(IEnumerable<string> moreFolders)
    {
        lock (arming)
        {
            folders = [.. moreFolders.Select(Path.GetFullPath)];
            Arm();
        }
    }

    public void Dispose()
    {
        lock (arming)
        {
            disposed = true;
            timer.Dispose();
            Arm();
        }
    }

    private void Call()
    {
        // A change during a call is told after it.
        if (!calling.TryEnter())
        {
            Signal();
            return;
        }

        try
        {
            lock (arming) Arm();
            if (!disposed) changed();
        }
        finally
        {
            calling.Exit();
        }
    }

    // Takes no lock: it is called from inside the watches, which are taken down under one.
    private void Signal()
    {
        if (!disposed) timer.Change(Quiet, Timeout.InfiniteTimeSpan);
    }

    // Folders come, go and are replaced, so what is watched is looked at anew before each call; and again when one came or went
    // meanwhile, for nobody would tell.
    private void Arm()
    {
        do Follow(disposed ? [] : Wanted());
        while (!disposed && !Wanted().Keys.ToHashSet(StringComparer.Ordinal).SetEquals(watches.Keys));
    }

    private void Follow(Dictionary<string, Predicate<string>> wanted)
    {
        foreach ((string folder, FolderWatch watch) in watches.ToArray())
            if (!wanted.ContainsKey(folder) || watch.IsBroken)
            {
                watch.Dispose();
                watches.Remove(folder);
            }

        foreach ((string folder, Predicate<string> concerns) in wanted)
        {
            if (!watches.ContainsKey(folder) && FolderWatch.Start(folder, Signal) is { } started) watches[folder] = started;
            if (watches.TryGetValue(folder, out FolderWatch? watch)) watch.Concerns = concerns;
        }
    }

    private Dictionary<string, Predicate<string>> Wanted()
    {
        Dictionary<string, Predicate<string>> wanted = new(StringComparer.Ordinal);
        string file = Path.GetFileName(path);
        Add(Path.GetDirectoryName(path)!, name => name == file || name == "..data");
        // Of a secret's folder nothing else matters: a log that grows beside it would make reload follow reload.
        foreach (string one in folders)
        {
            string name = Path.GetFileName(one);
            if (File.Exists(one)) Add(Path.GetDirectoryName(one)!, changed => changed == name || changed == "..data");
            else Add(one, _ => true);
        }

        return wanted;

        // Of a missing folder, the nearest one above it that is there can tell when the next part of the way appears.
        void Add(string folder, Predicate<string> concerns)
        {
            while (!Directory.Exists(folder))
            {
                string awaited = Path.GetFileName(folder);
                concerns = name => name == awaited;
                folder = Path.GetDirectoryName(folder)!;
            }

            wanted[folder] = wanted.TryGetValue(folder, out Predicate<string>? others) ? name => others(name) || concerns(name) : concerns;
        }
    }
}
