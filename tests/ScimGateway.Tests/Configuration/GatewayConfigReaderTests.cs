using System.Security.Cryptography;
using System.Text;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;

namespace ScimGateway.Tests.Configuration;

public sealed class GatewayConfigReaderTests : IDisposable
{
    private const string OneTarget = "targets: [ { name: peakon, url: sandbox:peakon } ]\n";
    private const string OneClient = "clients: [ { name: okta, token: env:OKTA_TOKEN, target: peakon } ]\n";

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_demo_reads_and_is_a_demo()
    {
        GatewayConfig demo = GatewayConfigReader.Read(TestEnvironment.DemoFile);

        Assert.True(demo.IsDemo);
        Assert.Equal(TestEnvironment.DemoFile, demo.SourceFile);
        Assert.Equal("http://127.0.0.1:8080", demo.PublicUrl);
        Assert.Equal("peakon leapsome alexishr", string.Join(' ', demo.Targets.Select(target => target.Sandbox)));
        Assert.Equal(
            "demo strict peakon,leapsome,alexishr; entra-demo entra peakon; okta-demo okta leapsome",
            string.Join(
                "; ",
                demo.Clients.Select(client => $"{client.Name} {client.Profile} {string.Join(',', client.Targets)}")
            ));
        Assert.Equal(HashOf("demo-token"), demo.Clients[0].Tokens[0].Sha256);
        Assert.All(
            demo.Targets,
            target => Assert.EndsWith($"/mappings/{target.Name}", target.MappingFolder, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        GatewayConfig config = folder.Read(OneClient + OneTarget);

        Assert.Equal(new Uri("http://127.0.0.1:8080"), config.Listen);
        Assert.Equal("http://127.0.0.1:8080", config.PublicUrl);
        Assert.Equal(new GatewayLimits(), config.Limits);
        Assert.Equal(new AuditConfig { File = folder.At("data/audit.jsonl"), Enabled = true }, config.Audit);
        ClientConfig client = Assert.Single(config.Clients);
        Assert.Equal(("strict", 0, 0), (client.Profile, client.Allow.Count, client.Deny.Count));
        TargetConfig target = Assert.Single(config.Targets);
        Assert.Equal(new TargetLimits(), target.Limits);
        Assert.Null(target.Url);
        Assert.Empty(target.Urls);
        Assert.Null(target.MappingFolder);
        Assert.Null(target.Health);
        Assert.IsType<NoAuth>(target.Auth);
        Assert.Empty(config.Watched);
    }

    [Fact]
    public void A_real_config_reads_whole()
    {
        folder.Write("secrets/hris", "hris-token-1\n");
        GatewayConfig config = folder.Read($$"""
            listen: http://0.0.0.0:9000
            publicUrl: https://scim.example.com/gw/
            limits: { bodyBytes: 2048, scriptTime: 1s }
            audit: { file: audit/trail.jsonl, enabled: false }
            clients:
              - { name: okta-prod, profile: okta, token: env:OKTA_TOKEN, target: slack, allow: [scim11], deny: [ignore-read-only] }
              - { name: hris, token: file:secrets/hris, targets: [slack, github] }
              - { name: hashed, token: "sha256:{{Convert.ToHexString(HashOf("hashed-token"))}}", target: github }
            targets:
              - name: slack
                url: https://api.slack.com/scim/v2/
                auth: { bearer: env:TARGET_TOKEN }
                mapping: mappings/slack
                limits: { requestsPerSecond: 20, concurrency: 8, timeout: 2m, queue: 0 }
                health: { path: /ServiceProviderConfig, interval: 30s }
              - name: github
                urls: [http://10.0.0.1/scim, "http://10.0.0.2/scim/"]
                insecure: true
                auth: { basic: { user: scim, password: env:LINES } }
            """);

        Assert.False(config.IsDemo);
        Assert.Equal((new Uri("http://0.0.0.0:9000"), "https://scim.example.com/gw"), (config.Listen, config.PublicUrl));
        Assert.Equal(new GatewayLimits { BodyBytes = 2048, ScriptTime = TimeSpan.FromSeconds(1) }, config.Limits);
        Assert.Equal(new AuditConfig { File = folder.At("audit/trail.jsonl"), Enabled = false }, config.Audit);
        Assert.Equal(
            [HashOf("okta-token-1"), HashOf("hris-token-1"), HashOf("hashed-token")],
            config.Clients.Select(client => client.Tokens[0].Sha256));
        Assert.DoesNotContain(config.Clients, client => client.Tokens[0].IsLiteral);
        Assert.Equal(["scim11"], config.Clients[0].Allow);
        Assert.Equal(["ignore-read-only"], config.Clients[0].Deny);

        TargetConfig slack = config.Targets[0];
        Assert.Equal(new Uri("https://api.slack.com/scim/v2"), slack.Url);
        Assert.Equal("target-token-1", Assert.IsType<BearerAuth>(slack.Auth).Token.Reveal());
        Assert.Equal(new TargetLimits
        {
            RequestsPerSecond = 20,
            Concurrency = 8,
            Timeout = TimeSpan.FromMinutes(2),
            Queue = 0,
        }, slack.Limits);
        Assert.Equal(new HealthConfig { Path = "/ServiceProviderConfig", Interval = TimeSpan.FromSeconds(30) }, slack.Health);
        Assert.Equal(["http://10.0.0.1/scim", "http://10.0.0.2/scim"], config.Targets[1].Urls);
        Assert.Equal("scim", Assert.IsType<BasicAuth>(config.Targets[1].Auth).User);
        Assert.Equal([folder.At("mappings/slack"), folder.At("secrets/hris")], config.Watched);
    }

    [Theory]
    [InlineData("https://People.Example:443/scim v2/ü/", "https://people.example/scim%20v2/%C3%BC")]
    [InlineData("https://people.example/a/../scim/%7Eb", "https://people.example/scim/~b")]
    public void A_target_is_asked_at_an_address_as_urls_have_it(string written, string asked)
    {
        GatewayConfig config = folder.Read(OneClient + $"targets:\n  - name: peakon\n    url: \"{written}\"\n    auth: none");

        Assert.Equal([asked], Assert.Single(config.Targets).Urls);
    }

    [Theory]
    [InlineData("auth: { header: { name: X-Api-Key, value: env:TARGET_TOKEN } }", typeof(HeaderAuth))]
    [InlineData("auth: { bearer: env:TARGET_TOKEN }", typeof(BearerAuth))]
    [InlineData("auth: none", typeof(NoAuth))]
    public void A_target_is_shown_who_calls(string auth, Type expected)
    {
        GatewayConfig config = folder.Read(
            OneClient + "targets:\n  - name: peakon\n    url: http://localhost:9/scim\n    " + auth
        );

        TargetAuth read = Assert.Single(config.Targets).Auth;
        Assert.IsType(expected, read);
        Assert.DoesNotContain("target-token-1", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://[::1]:0", true)]
    [InlineData("http://192.168.1.4:80", false)]
    public void Only_a_loopback_listener_is_a_demo(string listen, bool isDemo) =>
        Assert.Equal(isDemo, folder.Read($"listen: {listen}\n" + OneClient + OneTarget).IsDemo);

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("---\n", "\n")]
    [InlineData("# a comment\n\n", "\n")]
    public void Every_editor_s_text_is_read(string start, string lineEnd) =>
        Assert.Single(folder.Read(start + (OneClient + OneTarget).ReplaceLineEndings(lineEnd)).Clients);

    [Fact]
    public void A_cache_in_Redis_is_read_from_the_file_or_from_where_the_file_says()
    {
        const string Key = "cursorKey: env:BOTH_TOKEN\n";

        Assert.Null(folder.Read(OneClient + OneTarget).Redis);
        Assert.Null(folder.Read("cache: memory\n" + OneClient + OneTarget).Redis);
        Assert.Equal(
            new RedisConfig { Host = "cache.example", Port = 6379 },
            folder.Read(Key + "cache: redis:cache.example:6379\n" + OneClient + OneTarget).Redis
        );
        Assert.Equal(
            new RedisConfig
            {
                Host = "::1",
                Port = 6380,
                User = "gw",
                Password = new Secret("hunter2"),
                Tls = true,
                TlsHost = "cache.example",
                Database = 3,
            },
            folder.Read(Key + "cache: env:CACHE\n" + OneClient + OneTarget).Redis);
    }

    [Theory]
    [InlineData("hunter2", "is no cache; write memory, redis:HOST:PORT, or env:NAME or file:PATH of such a text")]
    [InlineData(
        "env:OKTA_TOKEN",
        "the text there is no cache; write memory, redis:HOST:PORT, or env:NAME or file:PATH of such a text"
    )]
    [InlineData("env:NOT_THERE", "the environment variable NOT_THERE is not set, or empty; set it before the gateway starts")]
    [InlineData("redis://:hunter2@cache:6379", "what stands behind redis: is no HOST:PORT; write redis:cache.example:6379")]
    [InlineData("redis:cache", "what stands behind redis: is no HOST:PORT; write redis:cache.example:6379")]
    [InlineData("redis:cache:0", "what stands behind redis: is no HOST:PORT; write redis:cache.example:6379")]
    [InlineData("redis:cache:6379,hunter2", "an option has no name or no value; write NAME=VALUE, with a comma between two")]
    [InlineData("redis:cache:6379,password=", "an option has no name or no value; write NAME=VALUE, with a comma between two")]
    [InlineData(
        "redis:cache:6379,pasword=hunter2",
        "an option is not known; write only user, password, ssl, sslHost, defaultDatabase"
    )]
    [InlineData("redis:cache:6379,defaultDatabase=hunter2", "defaultDatabase is no number; write one, such as 0")]
    public void A_cache_that_is_none_is_refused_and_its_text_is_not_shown(string cache, string remedy)
    {
        var refused = Assert.Throws<ConfigException>(() =>
            folder.Read($"cursorKey: env:BOTH_TOKEN\ncache: \"{cache}\"\n" + OneClient + OneTarget));

        Assert.Equal(
            (2, "cache", remedy),
            (Assert.Single(refused.Faults).Line, refused.Faults[0].Path, refused.Faults[0].Message)
        );
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
