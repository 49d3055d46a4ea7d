using System.Net.Http.Headers;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 sections 2, 3.1, 3.8 and 3.12.</summary>
internal static class ErrorRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(
            "7644 §3.12",
            "An endpoint that does not exist is 404 with a SCIM error",
            async server => (await server.GetAsync("Unicorns")).IsScimError(404)
        ),
        new(
            "7644 §3.12",
            "A body that is no JSON is refused with invalidSyntax",
            async server => (await server.PostAsync("Users", "{\"userName\":")).IsScimError(400, "invalidSyntax")
        ),
        Rule.OfReading(
            "7644 §3.12",
            "Errors are application/scim+json",
            async server => Assert.Equal("application/scim+json", (await server.GetAsync("Users/nobody")).Is(404).MediaType)
        ),
        Rule.OfReading(
            "7644 §3.8",
            "Answers are application/scim+json",
            async server => Assert.Equal("application/scim+json", (await server.GetAsync("Users?count=1")).Is(200).MediaType)
        ),
        Rule.OfReading("7644 §3.8", "A client that takes application/json alone is answered", async server =>
        {
            var read = (await server.GetAsync($"Users/{server.Ids["user01@x.org"]}", ("Accept", "application/json"))).Is(200);
            Assert.Contains(read.MediaType, new[] { "application/json", "application/scim+json" });
        }),
        new("7644 §3.8", "A body of application/json is taken", async server =>
        {
            var created = await server.SendAsync(HttpMethod.Post, "Users", Json.User("ana@x.org"), "application/json");
            Assert.Equal("ana@x.org", created.Is(201).Json.At("userName"));
        }),
        Rule.OfReading("7644 §2", "Without a token there is nothing but 401 and how to do it", async server =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) {
                BaseAddress = server.Client.BaseAddress,
            };
            using var response = await client.GetAsync(new Uri("Users", UriKind.Relative));
            (await Answer.ReadAsync(response)).IsScimError(401);
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
        }),
        Rule.OfReading("7644 §2", "A wrong token is 401", async server =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) {
                BaseAddress = server.Client.BaseAddress,
            };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
            using var response = await client.GetAsync(new Uri("Users", UriKind.Relative));
            (await Answer.ReadAsync(response)).IsScimError(401);
        }),
    ];
}
