using System.Net.Sockets;
using System.Text;
using ScimGateway.Configuration;

namespace ScimGateway.Control;

/// <summary>The socket's place beside the state, and whose it is: one process has it, by a lock of the operating system that ends
/// with the process, and so whatever lies there when the lock is free is a dead one's.</summary>
internal sealed class ControlSocket : IDisposable
{
    public const string FileName = "control.sock";

    // sun_path, with the zero at its end
    private static readonly int MostBytes = (OperatingSystem.IsMacOS() ? 104 : 108) - 1;

    private readonly FileStream held;

    private ControlSocket(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    /// <summary>Beside the state; <see langword="null"/>: the state ends with the process, which writes no file.</summary>
    public static string? PathOf(GatewayConfig config) =>
        config.State.IsMemory ? null : System.IO.Path.Combine(FolderOf(config), FileName);

    // A PostgreSQL is elsewhere: then where the file would be.
    private static string FolderOf(GatewayConfig config)
    {
        string beside = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(config.SourceFile))!;
        return config.State.File is { } file
            ? System.IO.Path.GetDirectoryName(file)!
            : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(AuditConfig.DefaultFile, beside))!;
    }

    /// <summary>Takes the place for this process.</summary>
    /// <exception cref="IOException">It cannot be had: the sentence says why.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static ControlSocket Take(string path)
    {
        int bytes = Encoding.UTF8.GetByteCount(path);
        if (bytes > MostBytes)
            throw new IOException($"{path} has {bytes} bytes, and a socket's path may have {MostBytes}; keep the state (state) in a folder with a shorter path");
        string folder = System.IO.Path.GetDirectoryName(path)!;
        if (IsOpenToOthers(folder))
            throw new IOException($"everybody may write to {folder}, and so put another socket in its place; run chmod o-w {folder}");
        var locked = Locked(path);
        File.Delete(path);
        return new ControlSocket(path, locked);
    }

    /// <summary>A socket that nobody but its owner can connect to, from its first moment: nobody can before it listens.</summary>
    public Socket Bound()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(Path));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // While it is held: nobody waits for it, so that who opens it now is refused.
        File.Delete(Path);
        File.Delete(LockOf(Path));
        held.Dispose();
    }

    private static FileStream Locked(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(LockOf(path), options);
        }
        catch (IOException fault) when (fault is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException($"another gateway that runs has {path}", fault);
        }
    }

    private static string LockOf(string path) => path + ".lock";

    private static bool IsOpenToOthers(string folder)
    {
        if (OperatingSystem.IsWindows()) return false;
        var mode = File.GetUnixFileMode(folder);
        return mode.HasFlag(UnixFileMode.OtherWrite) && !mode.HasFlag(UnixFileMode.StickyBit);
    }
}
