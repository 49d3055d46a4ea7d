using ScimGateway;
using ScimGateway.Configuration;
using ScimGateway.Runtime;

return args switch
{
    ["health"] => await HealthCommand.RunAsync("gateway.yaml"),
    ["health", var where] => await HealthCommand.RunAsync(where),
    ["run", var path] => await RunAsync(path),
    ["run"] or [] => await RunAsync("gateway.yaml"),
    [var path] when !path.StartsWith('-') => await RunAsync(path),
    _ => Usage(),
};

static async Task<int> RunAsync(string path)
{
    try
    {
        var config = GatewayConfigReader.Read(path);
        await using var log = new ConsoleLog(config.Log);
        await using var host = await GatewayHost.StartAsync(path, log.Logger, () => log.Lost);
        // Beside a log for machines, words for people would break its lines.
        var people = config.Log.Format == LogFormat.Text ? Console.Out : Console.Error;
        await people.WriteLineAsync(Banner.Text(host.Gateway, host.Address));
        await host.WaitForShutdownAsync();
        return 0;
    }
    catch (ConfigException fault)
    {
        await Console.Error.WriteLineAsync("The gateway cannot start: its config has faults." + Environment.NewLine + fault.Message);
        return 1;
    }
    catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync($"The gateway cannot start: {fault.Message}");
        return 1;
    }
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: scim-gateway [run] [gateway.yaml]            runs the gateway
               scim-gateway health [gateway.yaml | URL]     asks a running one for /readyz; exit code 0 when it is ready
        """);
    return 2;
}
