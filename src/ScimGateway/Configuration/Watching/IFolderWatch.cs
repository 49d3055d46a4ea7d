namespace ScimGateway.Configuration.Watching;

/// <summary>Tells what changes in a folder, by its full path.</summary>
internal interface IFolderWatch : IDisposable
{
    /// <summary>Whether events were lost, or another folder stands at this path now: it must begin anew.</summary>
    bool IsBroken { get; }
}

/// <summary>Starts one.</summary>
/// <returns><see langword="null"/> when the folder has just gone.</returns>
/// <exception cref="IOException">The system has no watches left.</exception>
internal delegate IFolderWatch? FolderWatcher(string folder, bool isDeep, Action<string> hear);
