using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using ScimGateway.Configuration;
using StackExchange.Redis;

namespace ScimGateway.Replicas.Redis;

/// <summary>The only connection to Redis: it reconnects by itself, and operations without a connection fail at once.</summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>The prefix of all our keys.</summary>
    public const string Prefix = "scim-gateway:";

    private readonly RedisConfig config;
    private IConnectionMultiplexer? connection;

    public RedisConnection(RedisConfig config)
    {
        this.config = config;
        var options = new RedisCacheOptions { InstanceName = Prefix, ConnectionMultiplexerFactory = ConnectAsync };
        Entries = new RedisCache(Options.Create(options));
    }

    /// <summary>Connects on the first use.</summary>
    public RedisCache Entries { get; }

    public async ValueTask DisposeAsync()
    {
        // Without the wait for operations in progress: a Redis that is frozen would delay the end of the process.
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
        // For several servers, which these settings do not name.
        TieBreaker = "",
        ConfigurationChannel = "",
    };
}
