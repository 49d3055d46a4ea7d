using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>The target of the other tests fails as they think it does: what an HTTP client sees of it.</summary>
public sealed class FailingTargetTests
{
    private static readonly HttpClient Client = new() { MaxResponseContentBufferSize = 100_000 };

    [Theory]
    [InlineData("reset", HttpRequestError.Unknown)]
    [InlineData("cut", HttpRequestError.ResponseEnded)]
    [InlineData("endless", HttpRequestError.ConfigurationLimitExceeded)]
    public async Task A_connection_breaks_as_it_says(string how, HttpRequestError error)
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User))
            .When("GET", "/Users/bad", Reply.Failing(how), Reply.With(200), Reply.Later(503, "1"));

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => Client.GetAsync(target.Url + "/Users/bad"));
        using var second = await Client.GetAsync(target.Url + "/Users/bad");
        using var third = await Client.GetAsync(target.Url + "/Users/bad");
        using var fourth = await Client.GetAsync(target.Url + "/Users/bad");
        string other = await Client.GetStringAsync(target.Url + "/Users/1");

        Assert.Equal(error, fault.HttpRequestError);
        Assert.Equal([200, 503, 503], new[] { second, third, fourth }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("1", fourth.Headers.RetryAfter?.ToString());
        Assert.False(second.Headers.Contains("X-Connection-Fault"));
        Assert.Equal(Reply.User, other);
        Assert.Equal(["bad", "bad", "bad", "bad", "1"], target.Ids);
    }

    [Theory]
    [InlineData("never")]
    [InlineData("stalled")]
    public async Task What_does_not_end_holds_until_the_caller_goes(string how)
    {
        await using var target = new FailingTarget(Reply.Failing(how));
        using var leaving = new CancellationTokenSource();

        var asked = Client.GetAsync(target.Url + "/Users/1", leaving.Token);
        await target.AskedAsync(1);
        Assert.False(asked.IsCompleted);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Its_Date_is_the_one_of_its_clock()
    {
        await using var target = new FailingTarget(new ManualClock(), Reply.With(200, Reply.User), Reply.With(204));

        using var with = await Client.GetAsync(target.Url + "/Users/1");
        using var without = await Client.DeleteAsync(target.Url + "/Users/1");

        Assert.All([with, without], answer => Assert.Equal(new ManualClock().GetUtcNow(), answer.Headers.Date));
    }
}
