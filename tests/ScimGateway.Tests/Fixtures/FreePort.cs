using System.Net;
using System.Net.Sockets;

namespace ScimGateway.Tests.Fixtures;

/// <summary>A port for a process that must be told one. It lies below those that the system gives to whoever asks for any
/// (Linux: from 32768 on), so that no other test gets it in between.</summary>
internal static class FreePort
{
    private const int First = 12_000;
    private const int Ports = 20_000;

    private static int last = Environment.ProcessId * 131;

    public static int Next()
    {
        for (int tries = 0; tries < Ports; tries++)
        {
            int port = First + ((Interlocked.Increment(ref last) & int.MaxValue) % Ports);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException("There is no free port.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
