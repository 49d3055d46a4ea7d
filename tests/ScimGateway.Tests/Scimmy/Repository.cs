namespace ScimGateway.Tests.Scimmy;

/// <summary>The checked-out source tree that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ScimGateway.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above {from} holds ScimGateway.sln.");
    }
}
