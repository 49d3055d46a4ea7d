using System.Net.Sockets;
using System.Runtime.InteropServices;
using ScimGateway;
using ScimGateway.Auditing;
using ScimGateway.Commands;
using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Runtime;

return await CommandLine.RunAsync(args, RunAsync, Shown.OnConsole);

static async Task<int> RunAsync(ConfigSource source)
{
    try
    {
        if (OpenFiles.Fault() is { } few) return await EndAsync(few);
        var config = source.Read();
        // Text for people would break the lines of a log for machines.
        var people = config.Log.Format == LogFormat.Text ? Console.Out : Console.Error;
        var loss = new LogLoss();
        await using var log = GatewayLog.ToConsole(config.Log, loss);
        await using var host = await GatewayHost.StartAsync(source, log, loss);
        await people.WriteLineAsync(Banner.Text(host.Gateway, host.Address, host.ManageAddress));
        host.LogLifetime(); // after the banner, so that its lines do not appear among those of the banner
        using var hangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true; // otherwise the process would end at once
            _ = host.HangUpAsync();
        });
        await host.WaitForShutdownAsync();
        return 0;
    }
    catch (ConfigException fault)
    {
        return await EndAsync("its config has faults." + Environment.NewLine + fault.Message);
    }
    catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
    {
        return await EndAsync(fault.Message);
    }
    catch (SocketException fault)
    {
        return await EndAsync($"it cannot listen where gateway.yaml says (listen, manage.listen): {fault.Message}.");
    }
}

static async Task<int> EndAsync(string why)
{
    await Console.Error.WriteLineAsync("The gateway cannot start: " + why);
    return 1;
}

internal partial class Program; // otherwise it is public
