using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Pipeline;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Pipeline.Endpoints;
using ScimGateway.Replicas;
using ScimGateway.Replicas.Local;
using ScimGateway.Replicas.Redis;
using ScimGateway.Runtime;
using ScimGateway.State;
using ScimGateway.Work;
using Serilog;

namespace ScimGateway;

/// <summary>Puts the gateway's process together and runs it.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private GatewayHost(WebApplication app) => this.app = app;

    /// <summary>Where it listens, as bound: a port 0 of the config has become a real one.</summary>
    public string Address => app.Urls.First();

    public GatewayState State => app.Services.GetRequiredService<GatewayState>();

    /// <summary>Where <c>manage</c> listens, as bound; <see langword="null"/>: nowhere.</summary>
    public string? ManageAddress => Gateway.Config.Manage is null ? null : app.Urls.Last();

    /// <summary>What <c>/readyz</c> of <c>manage</c> tells.</summary>
    public JsonObject Details => Health.Details(app.Services);

    public Gateway Gateway => app.Services.GetRequiredService<CurrentGateway>().Value!;

    /// <summary>Loads the config, starts the sandboxes it names, and listens.</summary>
    /// <param name="source">Where the config comes from.</param>
    /// <param name="logger">Where log lines go.</param>
    /// <param name="loss">How many of them were lost so far, for <c>/readyz</c>.</param>
    /// <param name="clock">The system's when nothing is given.</param>
    /// <exception cref="ConfigException">Every fault of the config and its mappings.</exception>
    /// <exception cref="IOException">The address is taken, or the audit file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The audit file or its folder may not be written.</exception>
    public static async Task<GatewayHost> StartAsync(
        ConfigSource source,
        Serilog.ILogger logger,
        LogLoss? loss = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default
    )
    {
        var config = source.Read();
        var built = Build(source, config, logger, loss ?? new LogLoss(), clock ?? TimeProvider.System);
        try
        {
            // Here, where its fault is one sentence: on the way to the first middleware the framework would log a stack.
            built.Services.GetRequiredService<IAuditSink>();
            await built.Services.GetRequiredService<IReplicaCache>().OpenAsync(cancellation);
            await built.Services.GetRequiredService<GatewayReloader>().StartAsync(cancellation);
            await built.StartAsync(cancellation);
            return new GatewayHost(built);
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }
    }

    /// <summary>The memory that requests hold.</summary>
    public WorkBudget Work => app.Services.GetRequiredService<WorkBudget>();

    /// <summary>Logs the start, and later the end.</summary>
    public void LogLifetime() => LifetimeLog.AddTo(app);

    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    /// <summary>Reads the files again, as an edit of them does.</summary>
    public Task ReloadAsync() => app.Services.GetRequiredService<GatewayReloader>().ReloadAsync();

    /// <summary>What SIGHUP asks for: opens the audit file again, which may have been moved away, and reads the files
    /// again.</summary>
    public Task HangUpAsync()
    {
        (app.Services.GetRequiredService<IAuditSink>() as AuditFile)?.Reopen();
        return ReloadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(
        ConfigSource source,
        GatewayConfig config,
        Serilog.ILogger logger,
        LogLoss loss,
        TimeProvider clock
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Host.UseSerilog(logger);
        // A client's connection keeps a buffer of 4 KB, and each request saves a look at whether there is anything to read.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listeners.Open(kestrel, config);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;        // the road has its own limit, with its own sentence
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;   // so that a long filter is refused by ours too
        });
        builder.Services.AddSingleton(loss).AddSingleton(clock);
        AddServices(builder.Services, source, config);
        var built = builder.Build();
        UseRoad(built);
        return built;
    }

    private static void AddServices(IServiceCollection services, ConfigSource source, GatewayConfig config)
    {
        services.AddSingleton<CurrentGateway>();
        services.AddSingleton<WorkBudget>();
        services.AddSingleton<SandboxFleet>();
        services.AddSingleton(_ => new GatewayState(config.State));
        if (config is { Redis: { } redis, CursorKey: { } key })
            services.AddSingleton<IReplicaCache>(provider =>
                ActivatorUtilities.CreateInstance<SharedCache>(provider, redis, key));
        else services.AddSingleton<IReplicaCache>(provider => new LocalCache(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<GatewayLoader>();
        services.AddSingleton<RoadWarmer>(provider => ActivatorUtilities.CreateInstance<WarmRoad>(provider, provider).RunAsync);
        services.AddSingleton<WarmUps>().AddSingleton<DailyWarnings>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GatewayReloader>(provider, source));
        if (config.Audit.Enabled) services.AddSingleton<IAuditSink>(provider =>
            ActivatorUtilities.CreateInstance<AuditFile>(provider, config.Audit.File));
        else services.AddSingleton<IAuditSink, NoAudit>();
        services.AddSingleton<ExchangeLog>().AddSingleton<StrangerRecords>();
        ProxyConfigSource.AddTo(services);
    }

    /// <summary>The whole pipeline: health beside it, audit and errors around it, and the road.</summary>
    private static void UseRoad(WebApplication web)
    {
        var road = ActivatorUtilities.CreateInstance<ScimEndpoint>(web.Services, Destinations.From(web.Services));
        web.MapWhen(ManageEndpoint.IsAsked, manage => manage.Run(ManageEndpoint.AnswerAsync));
        web.Map("/healthz", health => health.Run(Health.AliveAsync));
        web.Map("/readyz", health => health.Run(Health.ReadyAsync));
        web.MapWhen(FrontPage.IsAsked, front => front.Run(FrontPage.AnswerAsync));
        web.UseMiddleware<AuditMiddleware>();
        web.UseMiddleware<ErrorMiddleware>();
        web.Use(next => context => RequestPath.IsScim(context) ? road.HandleAsync(context) : next(context));
        web.UseRouting(); // here, or the framework would put it before everything, for the endpoints of a proxy that has none
        web.MapReverseProxy(); // which makes YARP read its config
    }
}
