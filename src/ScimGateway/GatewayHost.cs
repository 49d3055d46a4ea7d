using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Control;
using ScimGateway.Deliveries;
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

/// <summary>Composes the gateway's process and runs it.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private GatewayHost(WebApplication app) => this.app = app;

    /// <summary>The bound address: a port 0 of the config has become a real one.</summary>
    public string Address => app.Urls.First();

    public GatewayState State => app.Services.GetRequiredService<GatewayState>();

    /// <summary>The bound address of <c>manage</c>; <see langword="null"/>: there is none.</summary>
    public string? ManageAddress => Gateway.Config.Manage is null ? null : app.Urls.Last();

    /// <summary>What <c>/readyz</c> of <c>manage</c> tells.</summary>
    public Task<JsonObject> DetailsAsync() => Health.DetailsAsync(app.Services, CancellationToken.None);

    public Gateway Gateway => app.Services.GetRequiredService<CurrentGateway>().Value!;

    /// <summary>Loads the config, starts the sandboxes it names, and listens.</summary>
    /// <param name="source">The source of the config.</param>
    /// <param name="logger">The operational log.</param>
    /// <param name="loss">The number of lines lost so far, for <c>/readyz</c>.</param>
    /// <param name="clock">The system's clock by default.</param>
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
            // Here, where its fault is one sentence: when the first middleware is made, the framework would log a stack.
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

    /// <summary>Handles SIGHUP: opens the audit file again, which may have been moved away, and reads the files again.</summary>
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
        // A client's connection keeps a buffer of 4 KB, and each request saves a check whether there is anything to read.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listeners.Open(kestrel, config);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;        // the pipeline has its own limit, with its own sentence
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;   // so that our own limit refuses a long filter, too
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
        services.AddSingleton(provider => new GatewayState(config.State, provider.GetRequiredService<TimeProvider>()));
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
        AddDeliveries(services, config);
    }

    /// <summary>What the gateway does by itself, and how a person has a say in it.</summary>
    private static void AddDeliveries(IServiceCollection services, GatewayConfig config)
    {
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<DeliveryRoad>(provider, Destinations.From(provider)));
        services.AddSingleton<TargetDeliveries>().AddHostedService<DeliveryWorker>();
        services.AddSingleton(provider => provider.GetRequiredService<GatewayState>().Owing);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OwedActs>(
            provider, (Action<string>)provider.GetRequiredService<CurrentGateway>().Wake));
        services.AddSingleton<ControlEndpoint>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ControlServer>(provider, config));
    }

    /// <summary>The HTTP pipeline: health checks, audit and errors around the SCIM endpoint.</summary>
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
        web.UseRouting(); // here, or the framework would put it first, for the endpoints of a proxy that has none
        web.MapReverseProxy(); // which makes YARP read its config
    }
}
