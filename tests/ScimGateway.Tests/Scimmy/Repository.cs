namespace ScimGateway.Tests.Scimmy;

/// <summary>The checked-out source tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The mappings that ship: each folder of <c>mappings/</c> that has a <c>mapping.js</c>.</summary>
    public static IReadOnlyList<string> Mappings { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "mappings"), "mapping.js", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "mappings"), Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal)];

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ScimGateway.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above {from} holds ScimGateway.sln.");
    }
}
