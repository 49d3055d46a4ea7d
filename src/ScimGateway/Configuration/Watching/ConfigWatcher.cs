namespace ScimGateway.Configuration.Watching;

/// <summary>Reports that the config may have changed: gateway.yaml, another file that belongs to it, or anything in one of its
/// folders.</summary>
/// <remarks>Folders side by side share a watcher (<see cref="FolderRoots"/>). Sees files that are written, replaced (editors) and
/// swapped behind a link (<c>..data</c>, Kubernetes ConfigMaps). False positives are possible, so reading again must be harmless.
/// A link to a file in a folder that is not watched is not followed.</remarks>
internal sealed class ConfigWatcher : IDisposable
{
    /// <summary>Watchers of one gateway; further folders are polled.</summary>
    private const int MostWatchers = 32;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly string path;
    private readonly Action changed;
    private readonly ITimer timer;
    private readonly Lock calling = new();
    private readonly Lock arming = new();
    private readonly Dictionary<string, IFolderWatch> watches = new(StringComparer.Ordinal);
    private readonly HashSet<string> tooMuch = new(StringComparer.Ordinal);
    private readonly Action<string> cannotWatch;
    private readonly FolderWatcher start;
    private readonly TimeProvider time;
    private volatile Dictionary<string, Predicate<string>> concerns = new(StringComparer.Ordinal);
    private string[] folders = [];
    private volatile bool disposed;

    /// <param name="path">gateway.yaml.</param>
    /// <param name="moreFoldersToWatch">See <see cref="Watch"/>.</param>
    /// <param name="changed">Called on a pool thread after 200 ms without a change; never twice at a time. It handles its own
    /// faults: an exception that leaves it ends the process.</param>
    /// <param name="time">Counts the 200 ms; the system's clock by default.</param>
    /// <param name="cannotWatch">Called, once, when the system has no watches left and folders are polled instead, with the
    /// remedy.</param>
    public ConfigWatcher(
        string path,
        IEnumerable<string> moreFoldersToWatch,
        Action changed,
        TimeProvider? time = null,
        Action<string>? cannotWatch = null
    )
        : this(path, moreFoldersToWatch, changed, time ?? TimeProvider.System, cannotWatch ?? (_ => { }), FolderWatch.Start)
    {
    }

    internal ConfigWatcher(
        string path,
        IEnumerable<string> moreFoldersToWatch,
        Action changed,
        TimeProvider time,
        Action<string> cannotWatch,
        FolderWatcher start
    )
    {
        this.path = Path.GetFullPath(path);
        this.changed = changed;
        this.time = time;
        this.cannotWatch = cannotWatch;
        this.start = start;
        timer = time.CreateTimer(_ => Call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Watch(moreFoldersToWatch);
    }

    /// <summary>From now on watches these folders beside the file's own. A missing folder is noticed when it appears.</summary>
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
        // A change during a call is reported after it.
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

    // Takes no lock: it is called from inside the watches, which are stopped under one.
    private void Signal()
    {
        if (!disposed) timer.Change(Quiet, Timeout.InfiniteTimeSpan);
    }

    // Takes no lock, either. Without a name: an event was lost, and one report too many is better.
    private void Hear(string changed)
    {
        var now = concerns;
        bool matters = changed.Length == 0 || now.ContainsKey(changed)
            || (now.TryGetValue(Path.GetDirectoryName(changed) ?? "", out var concerned) && concerned(Path.GetFileName(changed)));
        if (matters) Signal();
    }

    // Folders come, go and are replaced, so the watches are updated before each call, and again if a folder came or went
    // meanwhile, or could not be watched: no event would report it.
    private void Arm()
    {
        bool done;
        do
        {
            concerns = disposed ? new(StringComparer.Ordinal) : Wanted();
            done = Follow(Roots());
        }
        while (!done || (!disposed && !Wanted().Keys.ToHashSet(StringComparer.Ordinal).SetEquals(concerns.Keys)));
    }

    // Folders that a shared watch cannot cover are polled one by one.
    private Dictionary<string, bool> Roots()
    {
        var roots = FolderRoots.Of(concerns.Keys, Path.GetDirectoryName(path)!);
        foreach (string folder in roots
            .Where(root => root.Value && tooMuch.Contains(root.Key)).Select(root => root.Key).ToArray())
        {
            roots.Remove(folder);
            foreach (string one in concerns.Keys.Where(one => Path.GetDirectoryName(one) == folder)) roots[one] = false;
        }

        return roots;
    }

    private bool Follow(Dictionary<string, bool> roots)
    {
        foreach ((string folder, IFolderWatch watch) in watches.ToArray())
            if (!roots.ContainsKey(folder) || watch.IsBroken)
            {
                if (watch is FolderWatch { IsTooMuch: true }) TakesTooMuch(folder, "fs.inotify.max_user_watches is reached.");
                watch.Dispose();
                watches.Remove(folder);
            }

        bool done = true;
        foreach ((string folder, bool isDeep) in roots)
            if (!watches.ContainsKey(folder)) done &= Begin(folder, isDeep);
        return done;
    }

    /// <returns>Whether it is watched now, or gone.</returns>
    private bool Begin(string folder, bool isDeep)
    {
        if (watches.Count >= MostWatchers || tooMuch.Contains(folder) || tooMuch.Contains(Path.GetDirectoryName(folder) ?? ""))
        {
            watches[folder] = new PolledFolder(folder, Hear, time);
            return true;
        }

        try
        {
            if (start(folder, isDeep, Hear) is { } started) watches[folder] = started;
            return true;
        }
        catch (IOException fault)
        {
            TakesTooMuch(folder, fault.Message);
            return false;
        }
    }

    private void TakesTooMuch(string folder, string why)
    {
        if (tooMuch.Count == 0)
            cannotWatch($"Not every folder can be watched: {why} Edits in {folder} are looked for every {PolledFolder.Every.TotalSeconds} seconds instead; "
                + "raise fs.inotify.max_user_instances or fs.inotify.max_user_watches (sysctl) to have them told at once.");
        tooMuch.Add(folder);
    }

    private Dictionary<string, Predicate<string>> Wanted()
    {
        Dictionary<string, Predicate<string>> wanted = new(StringComparer.Ordinal);
        string file = Path.GetFileName(path);
        Add(Path.GetDirectoryName(path)!, name => name == file || name == "..data");
        // In a secret's folder no other file matters: a log that grows beside it would cause endless reloads.
        foreach (string one in folders)
        {
            string name = Path.GetFileName(one);
            if (File.Exists(one)) Add(Path.GetDirectoryName(one)!, changed => changed == name || changed == "..data");
            else Add(one, _ => true);
        }

        return wanted;

        // For a missing folder, the nearest existing one above it reports when the next part of the path appears.
        void Add(string folder, Predicate<string> concerns)
        {
            while (!Directory.Exists(folder))
            {
                string awaited = Path.GetFileName(folder);
                concerns = name => name == awaited;
                folder = Path.GetDirectoryName(folder)!;
            }

            wanted[folder] = wanted.TryGetValue(folder, out Predicate<string>? others)
                ? name => others(name) || concerns(name)
                : concerns;
        }
    }
}
