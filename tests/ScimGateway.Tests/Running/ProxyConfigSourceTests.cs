using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScimGateway.Configuration;
using ScimGateway.Runtime;
using Yarp.ReverseProxy;

namespace ScimGateway.Tests.Running;

/// <summary>YARP's word counts: what it refuses is not in use.</summary>
public sealed class ProxyConfigSourceTests
{
    [Fact]
    public async Task What_YARP_refuses_is_said_and_the_next_good_config_is_taken()
    {
        await using var web = Proxy();
        var source = web.Services.GetRequiredService<ProxyConfigSource>();
        var clusters = web.Services.GetRequiredService<IProxyStateLookup>();
        var bad = Target("bad") with { Health = new HealthConfig { Path = "/", Interval = TimeSpan.FromSeconds(-1) } };

        await source.ApplyAsync([Target("first")], default);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => source.ApplyAsync([bad], default));
        bool keptFirst = clusters.TryGetCluster(ProxyConfigSource.ClusterId(Target("first")), out _);
        await source.ApplyAsync([Target("second")], default);

        Assert.Equal("The proxy refused the targets.", refused.Message);
        Assert.True(keptFirst);
        Assert.Equal(["second at http://127.0.0.1:9"], clusters.GetClusters().Select(cluster => cluster.ClusterId));
    }

    [Fact]
    public async Task A_wait_for_YARP_can_be_given_up()
    {
        // Nobody listens: no proxy was mapped.
        using var source = new ProxyConfigSource(new HealthProbes());
        using var given = new CancellationTokenSource();
        var waiting = source.ApplyAsync([Target("one")], given.Token);
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void A_new_address_is_a_new_cluster_so_that_old_credentials_never_go_there() =>
        Assert.NotEqual(
            ProxyConfigSource.ClusterId(Target("app")),
            ProxyConfigSource.ClusterId(Target("app") with { Urls = ["http://127.0.0.1:10"] })
        );

    private static WebApplication Proxy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ProxyConfigSource.AddTo(builder.Services);
        var web = builder.Build();
        web.MapReverseProxy();
        return web;
    }

    private static TargetConfig Target(string name) => new() { Name = name, Urls = ["http://127.0.0.1:9"] };
}
