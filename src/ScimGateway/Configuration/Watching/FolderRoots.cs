namespace ScimGateway.Configuration.Watching;

/// <summary>Which folders are watched by themselves, and which together by a watch of the folder that they stand in: the system
/// has few watchers (128 for a user of Linux), and one takes in everything below it.</summary>
internal static class FolderRoots
{
    /// <summary>So many folders side by side are a collection of mappings; of fewer, what else stands beside them may be
    /// more.</summary>
    private const int Many = 8;

    /// <param name="folders">Those that matter.</param>
    /// <param name="config">The folder of gateway.yaml, with its data: never watched with everything below it.</param>
    /// <returns>A folder, and whether what is below it is meant, too.</returns>
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

    // A link is not followed by the watch of the folder that it stands in.
    private static bool IsReal(string folder) => new DirectoryInfo(folder).LinkTarget is null;
}
