using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Reports;

/// <summary>What went wrong elsewhere: reports from the trackers of other servers, clients and gateways, each with what the
/// target must hold, or the client must see.</summary>
public sealed class PublicReportTests
{
    private static readonly JsonObject[] Rows =
        [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "ScimGateway.Tests", "Reports", "reports.jsonl"))
            .Select(line => (JsonObject)JsonNode.Parse(line)!)];

    public static TheoryData<int, string, string> Stories
    {
        get
        {
            var stories = new TheoryData<int, string, string>();
            for (int i = 0; i < Rows.Length; i++)
                if (Rows[i]["profiles"] is JsonArray profiles)
                    foreach (var profile in profiles) stories.Add(i, (string)Rows[i]["id"]!, (string)profile!);
            return stories;
        }
    }

    public static TheoryData<string, string> Elsewhere
    {
        get
        {
            var tests = new TheoryData<string, string>();
            foreach (var row in Rows.Where(row => row.ContainsKey("test"))) tests.Add((string)row["id"]!, (string)row["test"]!);
            return tests;
        }
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task The_target_holds_and_the_client_sees_what_is_right(int index, string id, string profile)
    {
        var row = Rows[index];
        await using var target = await new ReportTarget(row["state"]?.DeepClone() as JsonObject).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, (string)row["mapping"]!, profile);
        string[] send = ((string)row["send"]!).Split(' ', 2);

        var answer = await gateway.SendAsync(
            new HttpMethod(send[0]),
            send[1].Replace("\"", "%22", StringComparison.Ordinal),
            row["body"]?.ToJsonString()
        );

        Assert.True((int)row["status"]! == answer.Status, $"{id}: {answer.Status} {answer.Detail}");
        Assert.Equal((string?)row["scimType"], (string?)answer.Json?["scimType"]);
        if (row["stored"] is { } stored)
            Same(stored, target.Stored, without: row["state"] is null ? ["meta"] : ["meta", "schemas"]);
        foreach (var (name, value) in row["answer"] as JsonObject ?? []) Same(value, answer.Json![name], without: ["version"]);
    }

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void What_is_told_elsewhere_has_a_test_there(string id, string test) =>
        Assert.Contains(typeof(PublicReportTests).Assembly.GetTypes(), type => type.Name == test && id.Length > 0);

    // What every resource has is no matter of a report.
    private static void Same(JsonNode? expected, JsonNode? actual, string[] without)
    {
        var copy = actual?.DeepClone();
        foreach (string name in without) (copy as JsonObject)?.Remove(name);
        Assert.True(JsonNode.DeepEquals(expected, copy), $"expected {expected?.ToJsonString()}, found {copy?.ToJsonString()}");
    }
}
