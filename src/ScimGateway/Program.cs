using ScimGateway;
using ScimGateway.Configuration;
using Serilog;
using Serilog.Events;

return args switch
{
    ["health", ..] => await HealthCommand.RunAsync(args.ElementAtOrDefault(1) ?? "http://127.0.0.1:8080/readyz"),
    ["run", var path] => await RunAsync(path),
    ["run"] or [] => await RunAsync("gateway.yaml"),
    [var path] when !path.StartsWith('-') => await RunAsync(path),
    _ => Usage(),
};

static async Task<int> RunAsync(string path)
{
    await using var log = new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Yarp", LogEventLevel.Warning)
        .WriteTo.Async(off => off.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}"), bufferSize: 50_000)
        .CreateLogger();
    try
    {
        await using var host = await GatewayHost.StartAsync(path, log);
        await Console.Out.WriteLineAsync(Banner.Text(host.Gateway, host.Address));
        await host.WaitForShutdownAsync();
        return 0;
    }
    catch (ConfigException fault)
    {
        await Console.Error.WriteLineAsync(fault.Message);
        return 1;
    }
    catch (IOException fault)
    {
        await Console.Error.WriteLineAsync($"The gateway cannot start: {fault.Message}");
        return 1;
    }
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: scim-gateway [run] [gateway.yaml]     runs the gateway
               scim-gateway health [url]             asks a running one for /readyz; exit code 0 when it is ready
        """);
    return 2;
}
