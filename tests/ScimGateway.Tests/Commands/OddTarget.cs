using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace ScimGateway.Tests.Commands;

/// <summary>A server with users alone that answers lists in a way of its own: WireMock.Net on a free loopback port.</summary>
internal sealed class OddTarget : IAsyncDisposable
{
    private readonly WireMockServer server;

    private OddTarget(WireMockServer server) => this.server = server;

    public string Url => server.Urls[0] + "/scim/v2";

    /// <param name="list">What a list of users is answered, by its query.</param>
    public static OddTarget Of(Func<IReadOnlyDictionary<string, string>, (int Status, string Body)> list)
    {
        var odd = WireMockServer.Start();
        odd.Given(Request.Create().WithPath("/scim/v2/Users").UsingGet()).AtPriority(1).RespondWith(Response
            .Create()
            .WithCallback(request =>
            {
                var query =
                    request.Query?.ToDictionary(pair => pair.Key, pair => pair.Value[0], StringComparer.Ordinal) ?? [];
                var (status, body) = list(query);
                return new WireMock.ResponseMessage
                {
                    StatusCode = status,
                    BodyData = new WireMock.Util.BodyData
                    {
                        BodyAsString = body,
                        DetectedBodyType = WireMock.Types.BodyType.String,
                    },
                };
            }));
        odd.Given(Request.Create().WithPath("/scim/v2/*"))
            .AtPriority(9)
            .RespondWith(Response.Create().WithStatusCode(404).WithBody("nothing here"));
        return new OddTarget(odd);
    }

    /// <summary>A page of users u1, u2, …</summary>
    public static (int Status, string Body) Users(int from, int count, int total) =>
        (200, $$"""{"totalResults":{{total}},"Resources":[{{string.Join(',', Enumerable.Range(from, Math.Max(0, count)).Select(number => $$"""{"id":"{{number}}","userName":"u{{number}}"}"""))}}]}""");

    public async ValueTask DisposeAsync()
    {
        await Task.Run(server.Stop); // which waits
        server.Dispose();
    }
}
