using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Calls;

/// <summary>One call: whom it names, who sends it, and how much of the client's time it has.</summary>
public sealed class TargetCallTests
{
    [Fact]
    public void Its_values_are_those_of_the_body_the_id_and_the_query_and_not_its_schemas_and_flags()
    {
        var call = new TargetCall(HttpMethod.Put, "/Users", "/a%2Fb?filter=userName%20eq%20%22ana%22&count=5")
        {
            Body = new((JsonObject)JsonNode.Parse("""{"schemas":["urn:x"],"title":"CTO","active":true,"off":false,"none":null,"number":7,"emails":[{"value":"a@x.org"},"bare"],"name":{"schemas":["hidden"],"givenName":"Ana"}}""")!),
        };

        Assert.Equal(
            ["", "a/b", "filter", "userName eq ", "ana", "", "count", "5", "CTO", "7", "a@x.org", "bare", "Ana"],
            call.Values
        );
        Assert.Equal([""], new TargetCall(HttpMethod.Get, "/Users").Values);
    }

    [Fact]
    public void The_gateway_says_who_it_is_unless_the_mapping_says_it()
    {
        var header = Assert.Single(UserAgent.Unless([new("X-Api", "1")]));

        Assert.Equal("User-Agent", header.Key);
        Assert.Matches(@"^ScimGateway/\d+\.\d+\.\d+$", header.Value);
        Assert.Empty(UserAgent.Unless([new("X-Api", "1"), new("user-AGENT", "mine")]));
    }

    [Fact]
    public void Credentials_are_one_header()
    {
        Assert.Equal("", TargetCredentials.From(new NoAuth()).Line);
        Assert.Equal("Authorization: Bearer t", TargetCredentials.From(new BearerAuth(new Secret("t"))).Line);
        Assert.Equal("Authorization: Basic YTpi", TargetCredentials.From(new BasicAuth("a", new Secret("b"))).Line);
        Assert.Equal("X-Key: k", TargetCredentials.From(new HeaderAuth("X-Key", new Secret("k"))).Line);
    }

    [Fact]
    public async Task It_waits_for_no_more_than_half_of_the_time_that_is_left()
    {
        var clock = new ManualClock();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        var connection = new TargetConnection(
            client,
            ["http://app"],
            new Exchange("c", default),
            TimeSpan.FromSeconds(10),
            clock
        );
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(8), connection.TimeLeft);

        Assert.False(await connection.WaitAsync(TimeSpan.FromSeconds(4) + TimeSpan.FromTicks(1), default));
        var waiting = connection.WaitAsync(TimeSpan.FromSeconds(4), default).AsTask();
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.True(await waiting);
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.Zero, connection.TimeLeft);
    }
}
