using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

public sealed class UserAgentTests
{
    [Theory]
    [InlineData(null, @"^ScimGateway/\d+\.\d+\.\d+$")]
    [InlineData("target({ User: { attributes: [] }, headers: { 'user-agent': 'acme/7' } });", "^acme/7$")]
    public async Task A_target_is_told_who_asks_in_the_mappings_words_or_the_gateways(string? mapping, string pattern)
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.StartAsync(target.Url, mapping);
        await gateway.GetAsync("Users/1");
        Assert.Matches(pattern, Assert.Single(target.Requests).Headers!["User-Agent"].Single());
    }
}
