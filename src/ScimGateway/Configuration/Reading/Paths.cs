namespace ScimGateway.Configuration.Reading;

internal static class Paths
{
    /// <summary>A path in the file, relative to the file's folder.</summary>
    public static string Parse(string text, string folder) => text.Length == 0 || text.Contains('\0')
        ? throw new ValueFaultException("is not a path; write one, from the folder of the config")
        : Path.GetFullPath(text, folder);
}
