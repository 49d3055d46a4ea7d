namespace ScimGateway.Configuration.Watching;

/// <summary>Which folders are watched by themselves, and which together by a watch of their parent folder: the system has few
/// watchers (128 for a user of Linux), and one of them can cover everything below it.</summary>
internal static class FolderRoots
{
    /// <summary>So many folders side by side are a collection of mappings; with fewer, the other content of the parent folder may
    /// be larger.</summary>
    private const int Many = 8;

    /// <param name="folders">Those that matter.</param>
    /// <param name="config">The folder of gateway.yaml, with its data: never watched with everything below it.</param>
    /// <returns>A folder, and whether everything below it is watched, too.</returns>
    public static Dictionary<string, bool> Of(IReadOnlyCollection<string> folders, string config)
    {
        var roots = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (
            var siblings in folders.Where(IsReal).GroupBy(folder => Path.GetDirectoryName(folder) ?? "", StringComparer.Ordinal)
        )
            if (siblings.Count() >= Many && !IsAround(siblings.Key, config))
                roots[siblings.Key] = true;
        foreach (string folder in folders)
            if (!(IsReal(folder) && roots.GetValueOrDefault(Path.GetDirectoryName(folder) ?? ""))) roots.TryAdd(folder, false);
        return roots;
    }

    private static bool IsAround(string folder, string inner) =>
        folder.Length < 2 || inner == folder || inner.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // A link is not followed by the watch of its parent folder.
    private static bool IsReal(string folder) => new DirectoryInfo(folder).LinkTarget is null;
}
