using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Emulation;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Pipeline.Endpoints;
using ScimGateway.Replicas.Local;
using ScimGateway.Runtime;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;
using ScimGateway.Work;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Pipeline;

/// <summary>An HTTP request, or one that a target gets.</summary>
/// <param name="Target">The path after the base address, with its query, as it is written: <c>/Users?count=1</c>.</param>
internal sealed record OfflineRequest(
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string? Body
);

/// <summary>An HTTP answer.</summary>
internal sealed record OfflineAnswer(int Status, string? Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>The pipeline of one client and one target, everything real except the network: the caller makes up the target's
/// answers.</summary>
internal sealed class OfflineRoad : IAsyncDisposable
{
    public const string PublicUrl = "https://gateway.example";

    private const string Nowhere = "http://target.invalid";

    /// <summary>The token of its only client.</summary>
    public const string Token = "offline-road-token-0000000000000";

    private readonly Gateway gateway;
    private readonly GatewayState state;
    private readonly LocalCache cache;
    private readonly Made made = new();
    private readonly HttpMessageInvoker invoker;
    private readonly CurrentGateway current = new();
    private readonly ScimEndpoint endpoint;

    private OfflineRoad(Gateway gateway, GatewayState state, LocalCache cache, string? server, Destinations? destinations)
    {
        (this.gateway, this.state, this.cache) = (gateway, state, cache);
        current.Swap(gateway);
        destinations ??= new Destinations(
            new NoChoice(),
            new NobodyJudges(),
            new DestinationWatch(NullLogger<DestinationWatch>.Instance, TimeProvider.System),
            TimeProvider.System
        );
        endpoint = new ScimEndpoint(current, destinations, new WorkBudget(TimeProvider.System), state, NullLogger<Bulk>.Instance);
        Target = gateway.Targets.Values.Single();
        var address = new DestinationConfig { Address = server ?? Nowhere };
        invoker = new HttpMessageInvoker(server is null ? made : Wire());
        var cluster = new ClusterState(Target.Name, new ClusterModel(new ClusterConfig { ClusterId = Target.Name }, invoker));
        DestinationState[] only = [new DestinationState(Target.Name, new DestinationModel(address))];
        cluster.DestinationsState = new ClusterDestinationsState(only, only);
        Target.Cluster = cluster;
    }

    public Target Target { get; }

    public Client Client => gateway.Clients.Clients[0];

    /// <param name="target">From gateway.yaml, or only a name and a mapping; its real address is not used.</param>
    /// <param name="client">Its name, profile and leniencies are used.</param>
    /// <exception cref="ConfigException">All faults of the mapping.</exception>
    /// <param name="server">An address that calls go to over HTTP instead.</param>
    /// <param name="destinations">With a server: what else chooses among destinations.</param>
    public static async Task<OfflineRoad> OpenAsync(
        TargetConfig target,
        ClientConfig client,
        GatewayLimits limits,
        CancellationToken cancellation,
        string? server = null,
        Destinations? destinations = null
    )
    {
        var config = new GatewayConfig
        {
            PublicUrl = PublicUrl,
            Limits = limits,
            Audit = new AuditConfig { File = "", Enabled = false },
            State = new StateConfig { File = null },
            Clients = [client with { Tokens = [new ClientToken { Sha256 = ClientToken.Hash(Token) }], Targets = [target.Name] }],
            Targets = [target with {
                Sandbox = null,
                Urls = [server ?? Nowhere],
                Auth = new NoAuth(),
                Limits = new TargetLimits { Retries = 0, RetryAfter = TimeSpan.Zero },
            }],
            SourceFile = "",
            Files = [],
            Watched = [],
        };
        var memory = new GatewayState(config.State, TimeProvider.System);
        var lookedUp = new LocalCache(TimeProvider.System);
        var loader = new GatewayLoader(
            new SandboxFleet(),
            memory,
            lookedUp,
            TimeProvider.System,
            NullLogger<TargetStack>.Instance,
            NullLogger<TargetTraffic>.Instance
        );
        return new OfflineRoad(await loader.LoadAsync(config, null, cancellation), memory, lookedUp, server, destinations);
    }

    /// <summary>The pipeline itself, for requests over HTTP.</summary>
    public Task HandleAsync(HttpContext context) => endpoint.HandleAsync(context);

    /// <summary>Sends a client's request through the whole pipeline.</summary>
    /// <param name="target">Answers each call that the target gets, in their order.</param>
    public async Task<OfflineAnswer> SendAsync(OfflineRequest request, Func<OfflineRequest, OfflineAnswer> target)
    {
        made.Target = target;
        var context = Context(request);
        await new ErrorMiddleware(endpoint.HandleAsync, NullLogger<ErrorMiddleware>.Instance).InvokeAsync(context);
        await context.Response.BodyWriter.FlushAsync();
        var headers = context
            .Response.Headers.Where(header => header.Key is "Location" or "ETag" or "Retry-After")
            .Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()));
        string body = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        return new OfflineAnswer(context.Response.StatusCode, body.Length == 0 ? null : body) { Headers = [.. headers] };
    }

    /// <summary>The common form of a request, by the client's profile.</summary>
    /// <exception cref="Scim.Errors.ScimException">It is refused.</exception>
    public async Task<ScimRequest> ReadAsync(OfflineRequest request)
    {
        var context = Context(request);
        var arrival = Arrival.Of(context, gateway);
        return arrival.Client.ToCommon(await Asked.ReadAsync(context, arrival), gateway.Limits);
    }

    public async ValueTask DisposeAsync()
    {
        current.Dispose();
        await state.DisposeAsync();
        cache.Dispose();
        invoker.Dispose();
        made.Dispose();
    }

    // As YARP makes it.
    private static SocketsHttpHandler Wire() => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    };

    private static DefaultHttpContext Context(OfflineRequest request)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = request.Method;
        int query = request.Target.IndexOf('?', StringComparison.Ordinal);
        context.Request.QueryString = new QueryString(query < 0 ? "" : request.Target[query..]);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Gateway.Prefix + request.Target;
        foreach (var (name, value) in request.Headers) context.Request.Headers.Append(name, value);
        context.Request.Headers.Authorization = "Bearer " + Token;
        if (request.Body is { } body)
        {
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            context.Request.ContentType ??= "application/scim+json";
        }

        context.Response.Body = new MemoryStream();
        context.Features.Set(new Exchange("", TimeProvider.System.GetUtcNow()));
        return context;
    }

    /// <summary>The network: made-up answers.</summary>
    private sealed class Made : HttpMessageHandler
    {
        public Func<OfflineRequest, OfflineAnswer>? Target { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            var given = Target!(new OfflineRequest(request.Method.Method, request.RequestUri!.PathAndQuery, [], body));
            var answer = new HttpResponseMessage((HttpStatusCode)given.Status);
            if (given.Body is { } text) answer.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/scim+json") },
            };
            foreach (var (name, value) in given.Headers)
                if (!answer.Headers.TryAddWithoutValidation(name, value))
                    answer.Content.Headers.TryAddWithoutValidation(name, value);
            return answer;
        }
    }

    private sealed class NobodyJudges : IPassiveHealthCheckPolicy
    {
        public string Name => "nobody";

        public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
        {
            // There is no destination with a health state.
        }
    }

    private sealed class NoChoice : ILoadBalancingPolicy
    {
        public string Name => "none";

        public DestinationState PickDestination(
            HttpContext context,
            ClusterState cluster,
            IReadOnlyList<DestinationState> availableDestinations
        ) => availableDestinations[0];
    }
}
