using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Runtime;
using ScimGateway.Scim.Json;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ScimGateway.Pipeline;

/// <summary>Sends a provider's usual requests through the whole pipeline before the gateway says that it is ready, so that the
/// first real one does not wait for the JIT compiler: 1,200 to 1,600 methods, half a second. No target gets a call: the other end
/// is the <see cref="WarmTarget"/>, on loopback, and no record or log line is written.</summary>
internal sealed partial class WarmRoad(IServiceProvider services, ILogger<WarmRoad> log)
{
    /// <summary>Targets with a mapping each; the code that further ones share is compiled by then.</summary>
    private const int MostTargets = 8;

    /// <summary>For one target: a function of its mapping may take long.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    // Compiled code is compiled for the whole process, and only once.
    private static int warmed;

    /// <summary>A failure here does no harm: the first request is slower then.</summary>
    public async Task RunAsync(Gateway gateway, CancellationToken cancellation)
    {
        foreach (var target in gateway.Config.Targets.DistinctBy(target => target.MappingFolder ?? "", StringComparer.Ordinal))
        {
            if (Interlocked.Increment(ref warmed) > MostTargets) return;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stop.CancelAfter(Most);
            try
            {
                await WarmAsync(gateway, target, stop.Token);
            }
            catch (Exception fault)
            {
                LogCold(log, target.Name, fault.GetType().Name);
            }
        }
    }

    private async Task WarmAsync(Gateway gateway, TargetConfig target, CancellationToken cancellation)
    {
        await using var far = await WarmTarget.StartAsync(cancellation);
        var client =
            gateway.Config.Clients.FirstOrDefault(one => one.Targets.Contains(target.Name, StringComparer.OrdinalIgnoreCase))
            ?? gateway.Config.Clients[0];
        await using var road = await OfflineRoad.OpenAsync(
            target,
            client,
            gateway.Config.Limits,
            cancellation,
            far.Url,
            Destinations.From(services)
        );
        await using var near = Near(road, gateway.Config.Log);
        await near.StartAsync(cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(near.Urls.Single() + Gateway.Prefix + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OfflineRoad.Token);
        for (int round = 0; round < 2; round++)
            foreach (var (method, path, body) in WarmTarget.Requests) await SendAsync(http, method, path, body, cancellation);
    }

    private static async Task SendAsync(HttpClient http, string method, string path, string? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        using var answer = await http.SendAsync(request, cancellation); // whatever the answer is
        await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    private static WebApplication Near(OfflineRoad road, LogConfig logged)
    {
        var near = WarmTarget.Loopback(services =>
        {
            services.AddSingleton(TimeProvider.System).AddSingleton(Records).AddSingleton<StrangerRecords>();
            services.AddSingleton(new ExchangeLog(
                new LoggerConfiguration().WriteTo.Sink(new UnwrittenLines(GatewayLog.Format(logged.Format))).CreateLogger()
            ));
        });
        near.UseMiddleware<AuditMiddleware>();
        near.UseMiddleware<ErrorMiddleware>();
        near.Run(road.HandleAsync);
        return near;
    }

    // A real file, if the system has one that stores nothing.
    private static IAuditSink Records(IServiceProvider _) =>
        OperatingSystem.IsWindows()
            ? new UnwrittenRecords()
            : new AuditFile("/dev/null", TimeProvider.System, NullLogger<AuditFile>.Instance);

    [LoggerMessage(1, LogLevel.Debug, "The road to {Target} is not warm ({Fault}): the first requests are slower")]
    private static partial void LogCold(ILogger<WarmRoad> logger, string target, string fault);

    /// <summary>Makes each record, and stores none.</summary>
    private sealed class UnwrittenRecords : IAuditSink
    {
        public long Lost => 0;

        public void Write(ExchangeRecord exchange)
        {
            using var record = new PooledBuffer(4096);
            AuditRecord.Write(record, exchange);
        }
    }

    private sealed class UnwrittenLines(ITextFormatter format) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => format.Format(logEvent, TextWriter.Null);
    }
}
