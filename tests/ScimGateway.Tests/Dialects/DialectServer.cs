using System.Text.Json.Nodes;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace ScimGateway.Tests.Dialects;

/// <summary>A dialect on a free loopback port: WireMock.Net hands it each call.</summary>
internal sealed class DialectServer : IDisposable
{
    private const string Base = "/scim";

    private readonly WireMockServer server = WireMockServer.Start(
        new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], StartTimeout = 60_000 }
    );
    private readonly Dialect dialect;

    public DialectServer(Dialect dialect)
    {
        this.dialect = dialect;
        server.Given(Request.Create().WithPath(Base + "/*").UsingAnyMethod()).RespondWith(Response.Create().WithCallback(Answer));
    }

    /// <summary>Without a trailing slash.</summary>
    public string Url => server.Urls[0] + Base;

    public void Dispose() => server.Dispose();

    private ResponseMessage Answer(IRequestMessage request)
    {
        var query = (request.Query ?? new Dictionary<string, WireMockList<string>>()).ToDictionary(
            pair => pair.Key,
            pair => string.Join(',', pair.Value),
            StringComparer.Ordinal
        );
        var headers = (request.Headers ?? new Dictionary<string, WireMockList<string>>()).ToDictionary(
            pair => pair.Key,
            pair => string.Join(',', pair.Value),
            StringComparer.OrdinalIgnoreCase
        );
        var body = string.IsNullOrEmpty(request.Body) ? null : JsonNode.Parse(request.Body)!.AsObject();
        string[] path = [
            .. request.Path[Base.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString),
        ];
        var answer = dialect.Ask(new DialectCall(request.Method, path, query, headers, body));
        var response = new ResponseMessage { StatusCode = answer.Status };
        if (answer.Body is null) return response;
        response.AddHeader("Content-Type", "application/json");
        response.BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = answer.Body.ToJsonString() };
        return response;
    }
}
