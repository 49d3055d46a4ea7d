using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>What a filter costs is counted by the values that it is compared with, and ends when nobody waits for it.</summary>
public sealed class ScanEffortTests
{
    private const string Mapping = "target({ can: { filters: false, pageSize: 10 }, User: {}, Group: {} });";

    [Fact]
    public async Task Each_element_counts()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, $$"""{"totalResults":1,"Resources":[{{Group(600)}}]}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, top: "limits: { scanTests: 1000 }");

        Assert.Empty(await gateway.FindAsync("Groups", "members.value co \"x\""));
        var told = (
            await gateway.GetAsync(Bodies.Query("Groups", "members.value co \"x\" or members.value co \"y\""))
        ).IsScimError(400, "tooMany");

        Assert.Contains("(1000, limits.scanTests)", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_clients_time_ends_it()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            await context.AnswerAsync(200, $$"""{"totalResults":1,"Resources":[{{Group(100)}}]}""");
            clock.Advance(TimeSpan.FromHours(1));
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, clock: clock);

        var told = (await gateway.GetAsync(Bodies.Query("Groups", "members.value co \"x\""))).IsScimError(503);

        Assert.StartsWith(
            "The time for this request (answerIn) was over while its filter was tried",
            told.Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_client_that_has_gone_ends_it_after_no_more_than_a_stride()
    {
        using var gone = new CancellationTokenSource();
        int looks = 0;
        var effort = new FilterEffort(1_000_000, () => ScimException.TooMany("too much"), () =>
        {
            gone.Token.ThrowIfCancellationRequested();
            if (++looks == 3) gone.Cancel();
        });
        var filter = FilterPredicate.Compile(Filter.Parse("members.value co \"x\""));
        var group = ScimJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(Group(10_000)), 32);

        Assert.Throws<OperationCanceledException>(() => filter.Matches(group, effort));

        Assert.Equal(3 * FilterEffort.Stride, effort.Spent);
    }

    [Theory]
    [InlineData("members.value eq \"u1\"", 1)]
    [InlineData("members.value eq \"u9\"", 9)]
    [InlineData("members[value eq \"u9\"]", 9)]
    [InlineData("members.value eq \"x\" or displayName eq \"G\"", 21)]
    [InlineData("displayName eq \"G\" or members.value eq \"x\"", 1)]
    [InlineData("not (nickName pr)", 1)]
    public void What_is_not_asked_does_not_count(string text, long comparisons)
    {
        var effort = new FilterEffort(1_000_000, () => ScimException.TooMany("too much"), () => { });

        FilterPredicate
            .Compile(Filter.Parse(text))
            .Matches(ScimJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(Group(20)), 32), effort);

        Assert.Equal(comparisons, effort.Spent);
    }

    [Theory] // whoever reads further than the match meets a number that no double can hold
    [InlineData("userName eq \"ana\"", "")]
    [InlineData("id eq \"1\"", "")]
    [InlineData("userName eq \"ana\"", "&cursor=")]
    public async Task A_look_up_ends_with_its_match(string filter, string paging)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """
            {"totalResults":30,"Resources":[{"id":"0","userName":"bob"},{"id":"1","userName":"ana"},{"id":"2","userName":"cy","more":1e999}]}
            """);
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var list = (await gateway.GetAsync(Bodies.Query("Users", filter) + paging)).Json!;

        Assert.Equal("1", Assert.Single(list["Resources"]!.AsArray()).At("id"));
        Assert.Single(target.Requests);
    }

    private static string Group(int members) =>
        $$"""{"id":"1","displayName":"G","members":[{{string.Join(',', Enumerable.Range(1, members).Select(number => $$"""{"value":"u{{number}}"}"""))}}]}""";
}
