using System.Globalization;

namespace ScimGateway;

/// <summary>The limit on open files and connections of the process (<c>ulimit -n</c>): with too few it would fail anywhere,
/// without even a message.</summary>
internal static class OpenFiles
{
    /// <summary>The number that a start needs, and some connections.</summary>
    private const int Least = 256;

    /// <summary>The sentence that ends the start; <see langword="null"/>: there are enough, or the limit is unknown.</summary>
    public static string? Fault() => Limit() is { } limit && limit < Least
        ? $"this process may have only {limit} files and connections open, and needs {Least} at the least; raise it with ulimit -n 65536, LimitNOFILE= (systemd) or --ulimit nofile=65536 (Docker)."
        : null;

    private static int? Limit()
    {
        const string limits = "/proc/self/limits", line = "Max open files";
        if (!File.Exists(limits)) return null;
        string? found = File.ReadLines(limits).FirstOrDefault(one => one.StartsWith(line, StringComparison.Ordinal));
        string? soft = found?[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : null;
    }
}
