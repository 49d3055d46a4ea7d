using Microsoft.Extensions.Logging;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>What a target says of a call that it refuses: the client gets it, the record and the log (at debug) have it without
/// values.</summary>
public sealed class SaidTests
{
    private const string User = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana.lovelace","name":{"givenName":"Ana"},"title":"Rear Admiral"}
        """;

    private const string Words = "Ana (ana.lovelace, bob@example.org, no. 123456) is a Rear Admiral already";

    private const string Masked = "• (•, •, no. •) is a • already";

    [Theory]
    [InlineData(LogLevel.Debug, true)]
    [InlineData(LogLevel.Information, false)]
    public async Task The_targets_words_reach_the_client_whole_and_the_record_masked(LogLevel level, bool isLogged)
    {
        await using var target = new FailingTarget(
            Reply.With(409, $$"""{"errors":[{"message":"{{Words}}"}]}""", "application/json")
        );
        await using var gateway = await TestGateway.StartAsync(target.Url, level: level);

        var answer = (await gateway.PostAsync("Users", User)).IsScimError(409, "uniqueness");
        var log = await gateway.LogOfAsync(answer);
        var records = await gateway.StopAndReadAuditAsync();

        Assert.Equal(Words, answer.Detail);
        Assert.Equal([Masked], records[0]["calls"]!.AsArray().Select(call => (string?)call!["said"]));
        Assert.Equal(isLogged, log.Any(line =>
            line.StartsWith("Debug ", StringComparison.Ordinal)
            && line.Contains($"was answered with 409: {Masked} ", StringComparison.Ordinal)));
        Assert.DoesNotContain(log, line => line.Contains("ana", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Why_credentials_were_refused_stands_in_the_record()
    {
        await using var target = new FailingTarget(Reply.With(401, """{"detail":"The token expired."}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answer = (await gateway.GetAsync("Users/1")).IsScimError(502);
        var records = await gateway.StopAndReadAuditAsync();

        Assert.DoesNotContain("expired", answer.Detail, StringComparison.Ordinal);
        Assert.Equal("The token expired.", (string?)records[0]["calls"]![0]!["said"]);
    }
}
