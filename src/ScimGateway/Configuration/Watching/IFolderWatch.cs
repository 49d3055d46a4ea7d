namespace ScimGateway.Configuration.Watching;

/// <summary>Reports changes in a folder, by their full path.</summary>
internal interface IFolderWatch : IDisposable
{
    /// <summary>Whether events were lost, or another folder is at this path now: the watch must be restarted.</summary>
    bool IsBroken { get; }
}

/// <summary>Starts one.</summary>
/// <returns><see langword="null"/> when the folder has just gone.</returns>
/// <exception cref="IOException">The system has no watches left.</exception>
internal delegate IFolderWatch? FolderWatcher(string folder, bool isDeep, Action<string> hear);
