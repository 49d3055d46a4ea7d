using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Configuration;

/// <summary>One hash over the files of a config, to see whether anything was edited.</summary>
internal static class ConfigFingerprint
{
    private const int MostBytes = 1024 * 1024;

    /// <param name="path">gateway.yaml.</param>
    /// <param name="files">As <see cref="GatewayConfig.Files"/>.</param>
    /// <returns>A hash; a file that cannot be read counts as its fault, one over 1 MiB as its size and time.</returns>
    public static string Of(string path, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Order(StringComparer.Ordinal).Prepend(path))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(Content(new FileInfo(file)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static byte[] Content(FileInfo file)
    {
        try
        {
            return file.Length > MostBytes
                ? Encoding.UTF8.GetBytes($"{file.Length} {file.LastWriteTimeUtc.Ticks}")
                : File.ReadAllBytes(file.FullName);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Encoding.UTF8.GetBytes(fault.GetType().Name);
        }
    }
}
