using System.Globalization;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>Whose fault it was, and what was done already: what an exchange knows of its end.</summary>
public sealed class ExchangeTests
{
    private const string Id = "0af7651916cd43dd8448eb211c80319c";

    private static readonly DateTimeOffset Noon = new(2026, 10, 21, 12, 0, 0, TimeSpan.Zero);

    // status of the fault, its reason, statuses of the calls | what the operator is told | whether the gateway is at fault
    public static TheoryData<int, string?, int[], string?, bool> Faults { get; } = new()
    {
        { 404, null, [404], null, false },
        { 499, null, [499], null, false },
        { 500, null, [], null, true },
        { 500, null, [200], null, true },
        { 500, null, [399], null, true },
        { 500, null, [400], "HTTP 500", false },
        { 500, null, [500], "HTTP 500", false },
        { 500, null, [0], "HTTP 500", false },
        { 500, null, [503, 200], "HTTP 500", false },
        { 500, "a script", [500], "a script", true },
        { 501, null, [], null, false },
        { 501, null, [501], "HTTP 501", false },
        { 503, null, [500], null, false },
        { 503, null, [200, 503], "HTTP 503", false },
        { 502, "unreadable value", [200], "unreadable value", true },
        { 502, "timed out", [0], "timed out", false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_the_target_s_or_the_gateway_s(int status, string? reason, int[] calls, string? told, bool isOurs)
    {
        var exchange = Called([.. calls.Select(each => Call(each))]);
        var fault = new ScimException(status, ScimType.TooMany, "No.") { Reason = reason };

        exchange.Fail(fault);

        Assert.Equal(
            (told, isOurs, isOurs, ScimType.TooMany),
            (FailureOf(exchange).TargetFault, FailureOf(exchange).IsOurs, exchange.IsOurs(fault), FailureOf(exchange).ScimType)
        );
    }

    [Fact]
    public void A_500_with_a_cause_is_the_gateway_s_whatever_the_target_answered()
    {
        var exchange = Called(Call(500));

        exchange.Fail(new ScimException(500, null, "No.", new InvalidOperationException()));

        Assert.Equal((null, true), (FailureOf(exchange).TargetFault, FailureOf(exchange).IsOurs));
    }

    // calls, the reason of the fault | what stands before the sentence
    public static TheoryData<string, string?, string> Ends { get; } = new()
    {
        { "", null, "" },
        { "GET /Users 200", null, "" },
        { "POST /Users 201", null, "After the target had answered POST /Users with 201: " },
        { "DELETE /Users 204; PATCH /Users 200; PUT /Users 404", null, "After the target had answered PATCH /Users with 200: " },
        { "PUT /Users 299", null, "After the target had answered PUT /Users with 299: " },
        { "PUT /Users 199", null, "" },
        { "PUT /Users 300", null, "" },
        { "PUT /Users 400", null, "" },
        { "POST /Users/.search 200", null, "" },
        { "POST /Users 200 refused", null, "" },
        { "PUT /Users 200", "unusable answer", "" },
        { "POST /Users 201; PUT /Users 200", "unusable answer", "After the target had answered POST /Users with 201: " },
        { "PUT /Users 200", "unreadable value", "After the target had answered PUT /Users with 200: " },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_fault_is_told_with_what_was_done_already(string calls, string? reason, string before)
    {
        var told = Called([.. calls.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Read)])
            .Tell(new ScimException(502, null, "It failed.") { Reason = reason });

        Assert.Equal($"{before}It failed. (correlation id {Id})", told.Message);
        Assert.Equal((502, reason), (told.Status, told.Reason));
    }

    [Fact]
    public void What_tells_already_what_was_done_is_not_told_it_again() =>
        Assert.Equal(
            $"It was created: No. (correlation id {Id})",
            Called(Call(201, "POST")).Tell(new ScimException(502, null, "No.").After("It was created")).Message
        );

    [Fact]
    public void Where_no_log_is_there_is_no_id() =>
        Assert.Equal("No.", new Exchange("", Noon).Tell(ScimException.NotFound("No.")).Message);

    [Fact]
    public void An_operation_of_a_Bulk_request_is_of_the_same_client_target_and_time()
    {
        var bulk = new Exchange(Id, Noon);
        bulk.Add(new Identified("okta", null));
        bulk.Add(new Addressed("app", "m", null));
        Assert.Empty(bulk.Parts);

        var part = bulk.Part();

        Assert.Equal((Id, Noon, "okta", "app"), (part.CorrelationId, part.Started, part.Client, part.Target));
        Assert.Same(part, Assert.Single(bulk.Parts));
        Assert.NotSame(part, bulk.Part());
        Assert.Equal(2, bulk.Parts.Count);
    }

    [Fact]
    public async Task Strangers_beyond_the_first_of_a_minute_are_told_together_when_it_ends()
    {
        var clock = new ManualClock();
        var start = clock.GetUtcNow();
        var (audit, lines) = (new Records(), new LogLines());
        using var logger = GatewayLog.Configured(new LogConfig()).WriteTo.Sink(lines).CreateLogger();
        await using var strangers = new StrangerRecords(audit, new ExchangeLog(logger), clock);
        for (int number = 0; number < StrangerRecords.Single; number++) Assert.True(strangers.Takes(Stranger("single")));
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.False(strangers.Takes(Stranger("first")));
        Assert.False(strangers.Takes(Stranger("second")));
        clock.Advance(TimeSpan.FromSeconds(39));
        Assert.False(strangers.Takes(Stranger("third")));
        Assert.Empty(audit.Written);
        clock.Advance(TimeSpan.FromSeconds(1));

        var told = Assert.Single(audit.Written);
        Assert.Equal(
            ("first", "folded", 3, 401, start + TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)),
            (told.CorrelationId, told.Operation, told.Folded, told.Status, told.Started, told.Elapsed)
        );
        Assert.Contains("3 requests of unknown clients: 401 in 40000.0 ms", Assert.Single(lines.Lines), StringComparison.Ordinal);
        for (int number = 0; number < StrangerRecords.Single; number++) Assert.True(strangers.Takes(Stranger("single")));
        Assert.False(strangers.Takes(Stranger("next")));

        ExchangeRecord Stranger(string id) => new(id, clock.GetUtcNow()) { Operation = "GET", Status = 401 };
    }

    [Fact]
    public async Task Strangers_of_a_minute_that_has_not_ended_are_told_at_the_end_and_nobody_is_told_of_none()
    {
        var clock = new ManualClock();
        var audit = new Records();
        var strangers = new StrangerRecords(audit, new ExchangeLog(Serilog.Core.Logger.None), clock);
        for (int number = 0; number < StrangerRecords.Single + 2; number++) strangers.Takes(new ExchangeRecord("c", Noon));
        await strangers.DisposeAsync();

        Assert.Equal(2, Assert.Single(audit.Written).Folded);
        await new StrangerRecords(audit, new ExchangeLog(Serilog.Core.Logger.None), clock).DisposeAsync();
        clock.Advance(StrangerRecords.Window);
        Assert.Single(audit.Written); // nothing is told twice
    }

    private static TargetCallRecord Call(int status, string method = "GET", string endpoint = "/Users") =>
        new(method, endpoint, status, TimeSpan.Zero);

    private static TargetCallRecord Read(string call) => call.Split(' ') switch
    {
        [var method, var endpoint, var status, .. var rest] =>
            Call(int.Parse(status, CultureInfo.InvariantCulture), method, endpoint) with { IsRefused = rest is ["refused"] },
        _ => throw new ArgumentException("It is no call.", nameof(call)),
    };

    private static Failed FailureOf(Exchange exchange) => exchange.Facts.OfType<Failed>().Single();

    private static Exchange Called(params TargetCallRecord[] calls)
    {
        var exchange = new Exchange(Id, Noon);
        foreach (var call in calls) exchange.Add(call);
        return exchange;
    }

    private sealed class Records : IAuditSink
    {
        public List<ExchangeRecord> Written { get; } = [];

        public long Lost => 0;

        public void Write(ExchangeRecord exchange) => Written.Add(exchange);
    }
}
