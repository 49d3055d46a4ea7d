using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Configuration;

/// <summary>What the files of a config hold, as one hash: whether anything was edited at all.</summary>
public static class ConfigFingerprint
{
    private const int MostFiles = 1000;
    private const int MostBytes = 1024 * 1024;

    /// <param name="path">gateway.yaml.</param>
    /// <param name="folders">As <see cref="GatewayConfig.Folders"/>; one that is missing is empty.</param>
    /// <returns>A hash; files that cannot be read count as their fault, files over 1 MiB by their size and time.</returns>
    public static string Of(string path, IEnumerable<string> folders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, path);
        foreach (string file in folders.Order(StringComparer.Ordinal).SelectMany(Files)) Add(hash, file);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(MostFiles)
        : [];

    private static void Add(IncrementalHash hash, string file)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(file));
        try
        {
            var info = new FileInfo(file);
            hash.AppendData(info.Length > MostBytes ? Encoding.UTF8.GetBytes($"{info.Length} {info.LastWriteTimeUtc.Ticks}") : File.ReadAllBytes(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(fault.GetType().Name));
        }
    }
}
