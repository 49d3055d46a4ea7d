using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace ScimGateway.Control;

/// <summary>Who gives a command, as the operating system says it.</summary>
internal static class SystemUser
{
    private const int SolSocket = 1, SoPeerCredentials = 17; // of Linux

    /// <summary>Who runs this process.</summary>
    public static string Own()
    {
        const string status = "/proc/self/status", line = "Uid:";
        string? found = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(one => one.StartsWith(line, StringComparison.Ordinal))
            : null;
        return found is null
            ? Environment.UserName
            : "uid " + found[line.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries)[0];
    }

    /// <summary>Who is at the other end of a request's connection.</summary>
    public static string Of(HttpContext context)
    {
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not { AddressFamily: AddressFamily.Unix } || !OperatingSystem.IsLinux()) return "unknown user";
        Span<byte> credentials = stackalloc byte[3 * sizeof(int)]; // pid, uid, gid
        socket.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
        return "uid " + BitConverter.ToUInt32(credentials[sizeof(int)..]).ToString(CultureInfo.InvariantCulture);
    }
}
