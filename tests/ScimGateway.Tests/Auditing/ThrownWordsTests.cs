using Microsoft.Extensions.Logging;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>What a function of a mapping throws: the client gets the kind of the error and its line, the log (at debug) its words
/// without values.</summary>
public sealed class ThrownWordsTests
{
    private const string Mapping = """
        target({ User: { attributes: [
          map("userName", "userName"),
          map("title", "title", { read: false, write: function (v) {
            throw new TypeError("no rank of " + v + "\nfor ana@example.org, no. 123456");
          } })
        ] } });
        """;

    private const string User = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana.lovelace","title":"Admiral"}
        """;

    private const string Words = "no rank of •";

    private static readonly string Bulk = $$"""
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
         "Operations":[{"method":"POST","path":"/Users","bulkId":"one","data":{{User}}}]}
        """;

    [Theory]
    [InlineData(LogLevel.Debug, "Users", 1)]
    [InlineData(LogLevel.Information, "Users", 0)]
    [InlineData(LogLevel.Debug, "Bulk", 1)]
    [InlineData(LogLevel.Information, "Bulk", 0)]
    public async Task A_functions_own_words_stand_once_in_the_log_at_debug_and_nowhere_else(
        LogLevel level,
        string endpoint,
        int times
    )
    {
        await using var target = new FailingTarget(Reply.With(500, "{}"));
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, level: level);

        var answer = await gateway.PostAsync(endpoint, endpoint == "Bulk" ? Bulk : User);
        var log = await gateway.LogOfAsync(answer);
        var records = await gateway.StopAndReadAuditAsync();

        Assert.Contains("its write function threw an error (TypeError, line 4)", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("no rank", answer.Text, StringComparison.Ordinal);
        Assert.Equal(times, log.Count(line =>
            line.StartsWith("Debug ", StringComparison.Ordinal) && line.Contains(Words, StringComparison.Ordinal)));
        Assert.Equal(times, log.Count(line => line.Contains("no rank", StringComparison.Ordinal)));
        Assert.DoesNotContain(records, record => record.ToJsonString().Contains("no rank", StringComparison.Ordinal));
    }
}
