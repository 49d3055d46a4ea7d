using System.Reflection;

namespace ScimGateway.Runtime;

/// <summary>Log lines for the start and the end of the process, with the version: an operator reads them after an update or a
/// crash.</summary>
internal static partial class LifetimeLog
{
    /// <summary>As <c>scim-gateway version</c> prints it.</summary>
    public static string Version { get; } =
        typeof(LifetimeLog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static void AddTo(WebApplication web)
    {
        web.Lifetime.ApplicationStarted.Register(() => LogStarted(web.Logger, Version, string.Join(", ", web.Urls)));
        web.Lifetime.ApplicationStopping.Register(() => LogStopping(web.Logger, Version));
        web.Lifetime.ApplicationStopped.Register(() => LogStopped(web.Logger, Version));
    }

    [LoggerMessage(1, LogLevel.Information, "ScimGateway {Version} started; it listens on {Addresses}")]
    private static partial void LogStarted(ILogger logger, string version, string addresses);

    [LoggerMessage(2, LogLevel.Information, "ScimGateway {Version} is stopping; requests under way may end")]
    private static partial void LogStopping(ILogger logger, string version);

    [LoggerMessage(3, LogLevel.Information, "ScimGateway {Version} stopped")]
    private static partial void LogStopped(ILogger logger, string version);
}
