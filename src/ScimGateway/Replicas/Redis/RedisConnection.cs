using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using ScimGateway.Configuration;
using StackExchange.Redis;

namespace ScimGateway.Replicas.Redis;

/// <summary>The one connection to Redis: it comes back by itself, and what is asked while there is none fails at once.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>What every key of ours begins with.</summary>
    public const string Prefix = "scim-gateway:";

    private readonly RedisConfig config;
    private IConnectionMultiplexer? connection;

    public RedisConnection(RedisConfig config)
    {
        this.config = config;
        var options = new RedisCacheOptions { InstanceName = Prefix, ConnectionMultiplexerFactory = ConnectAsync };
        Entries = new RedisCache(Options.Create(options));
    }

    /// <summary>Connects when it is first used.</summary>
    public RedisCache Entries { get; }

    public async ValueTask DisposeAsync()
    {
        // Without the wait for what is under way: a Redis that is frozen would hold the end of the process.
        if (connection is not null) await connection.CloseAsync(allowCommandsToComplete: false);
        Entries.Dispose();
    }

    private async Task<IConnectionMultiplexer> ConnectAsync() =>
        connection = await ConnectionMultiplexer.ConnectAsync(Settings());

    private ConfigurationOptions Settings() => new()
    {
        EndPoints = { { config.Host, config.Port } },
        User = config.User,
        Password = config.Password?.Reveal(),
        Ssl = config.Tls,
        SslHost = config.TlsHost,
        DefaultDatabase = config.Database,
        ClientName = "scim-gateway",
        AbortOnConnectFail = false,
        BacklogPolicy = BacklogPolicy.FailFast,
        ConnectRetry = 1,
        ConnectTimeout = 1000,
        AsyncTimeout = 1000,
        SyncTimeout = 1000,
        ReconnectRetryPolicy = new LinearRetry(1000),
        // Of servers that are several, which these settings do not name.
        TieBreaker = "",
        ConfigurationChannel = "",
    };
}
