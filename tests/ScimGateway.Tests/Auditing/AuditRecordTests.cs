using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace ScimGateway.Tests.Auditing;

/// <summary>A record to the last byte: what is known has a member, what is not known has none.</summary>
public sealed class AuditRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 21, 14, 0, 0, 123, TimeSpan.FromHours(2));

    [Fact]
    public void A_record_has_all_that_is_known()
    {
        var exchange = new Exchange("c1", Noon);
        exchange.Add(new Requested("PATCH"));
        exchange.Add(new Identified("okta", null));
        exchange.Add(new Addressed("app", "peakon", "ab12"));
        exchange.Asks(Scim.Messages.ScimOperation.Patch, "User", "4\"2");
        exchange.Add(new Wanted(["userName", "title"], "deactivated"));
        exchange.Add(new Unwritten(["nickName"]));
        exchange.Add(new Renamed("43"));
        exchange.Add(new TargetCallRecord("GET", "/Users", 200, TimeSpan.FromMilliseconds(3)));
        exchange.Add(new TargetCallRecord("PATCH", "/Users", 409, TimeSpan.FromMicroseconds(1_020)) { Said = "taken" });
        exchange.Fail(ScimException.Uniqueness("No."));
        exchange.Add(new Answered(409, TimeSpan.FromMicroseconds(12_345.6)));

        Assert.Equal(
            """
            {"time":"2026-10-21T12:00:00.1230000Z","correlationId":"c1","client":"okta","target":"app","operation":"patch","resourceType":"User","resourceId":"4\"2",
            "changedId":"43","status":409,"scimType":"uniqueness","elapsedMs":12.346,"mapping":"peakon","mappingHash":"ab12",
            "attributes":["userName","title"],"ignored":["nickName"],"lifecycle":"deactivated","calls":[{"method":"GET","endpoint":"/Users","status":200,"elapsedMs":3.000},
            {"method":"PATCH","endpoint":"/Users","status":409,"said":"taken","elapsedMs":1.020}]}
            """.ReplaceLineEndings(""),
            Line(ExchangeRecord.Of(exchange)));
    }

    [Fact]
    public void A_record_has_nothing_of_what_is_not_known() =>
        Assert.Equal("""{"time":"2026-10-21T12:00:00.1230000Z","correlationId":"c1","operation":"GET","status":404,"elapsedMs":0.000,"calls":[]}""", Line(new ExchangeRecord("c1", Noon) { Operation = "GET", Status = 404 }));

    [Fact]
    public void What_the_gateway_does_by_itself_names_its_cause_and_its_lane() =>
        Assert.Equal("""{"time":"2026-10-21T12:00:00.1230000Z","correlationId":"c2","client":"gateway","cause":"c1","lane":"app/7","target":"app","operation":"deliver","status":200,"elapsedMs":0.000,"calls":[]}""", Line(new ExchangeRecord("c2", Noon)
        {
            Client = "gateway",
            Cause = "c1",
            Lane = "app/7",
            Target = "app",
            Operation = "deliver",
            Status = 200,
        }));

    [Fact]
    public void What_a_person_does_says_who_and_why() =>
        Assert.Equal("""{"time":"2026-10-21T12:00:00.1230000Z","correlationId":"c2","client":"uid 1000","lane":"app/7","why":"no \"such\" person","operation":"drop","status":200,"elapsedMs":0.000,"calls":[]}""", Line(new ExchangeRecord("c2", Noon)
        {
            Client = "uid 1000",
            Lane = "app/7",
            Why = "no \"such\" person",
            Operation = "drop",
            Status = 200,
        }));

    [Fact]
    public void Each_operation_of_a_Bulk_request_stands_in_its_record_with_its_own_calls()
    {
        var bulk = new Exchange("c1", Noon);
        bulk.Add(new Identified("okta", null));
        bulk.Add(new Requested("bulk"));
        bulk.Add(new Answered(200, TimeSpan.Zero));
        var first = bulk.Part();
        first.Asks(Scim.Messages.ScimOperation.Delete, "User", "1");
        first.Add(new Answered(204, TimeSpan.Zero));
        first.Add(new TargetCallRecord("DELETE", "/Users", 204, TimeSpan.Zero));
        var second = bulk.Part();
        second.Asks(Scim.Messages.ScimOperation.Create, "Group", null);
        second.Add(new Wanted(["displayName"], null));
        second.Add(new Answered(502, TimeSpan.Zero));
        second.Fail(new ScimException(502, null, "No.") { Reason = "timed out" });

        Assert.Equal(
            """
            {"time":"2026-10-21T12:00:00.1230000Z","correlationId":"c1","client":"okta","operation":"bulk","status":200,"elapsedMs":0.000,"calls":[],
            "operations":[{"operation":"delete","resourceType":"User","resourceId":"1","status":204,"calls":[{"method":"DELETE","endpoint":"/Users","status":204,"elapsedMs":0.000}]},
            {"operation":"create","resourceType":"Group","status":502,"targetFault":"timed out","attributes":["displayName"],"calls":[]}]}
            """.ReplaceLineEndings(""),
            Line(ExchangeRecord.Of(bulk)));
    }

    [Theory]
    [InlineData(0, "0.000")]
    [InlineData(4, "0.000")]
    [InlineData(5, "0.001")]
    [InlineData(9_994, "0.999")]
    [InlineData(9_995, "1.000")]
    [InlineData(10_500, "1.050")]
    [InlineData(36_000_000_000, "3600000.000")]
    public void A_time_is_told_in_milliseconds_with_three_decimals(long ticks, string told) =>
        Assert.Contains(
            $",\"elapsedMs\":{told},\"calls\"",
            Line(new ExchangeRecord("c", Noon) { Elapsed = TimeSpan.FromTicks(ticks) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_record_of_many_tells_how_many()
    {
        Assert.Contains(
            ",\"status\":401,\"folded\":40,",
            Line(new ExchangeRecord("c", Noon) { Status = 401, Folded = 40 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            ",\"status\":401,\"folded\":1,",
            Line(new ExchangeRecord("c", Noon) { Status = 401, Folded = 1 }),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("plain ~ !#[]", "plain ~ !#[]")]
    [InlineData("a\\b", @"a\\b")]
    [InlineData("\u001f", @"\u001F")]
    [InlineData("ä €", "ä €")]
    [InlineData("<&'+`>", "<&'+`>")]
    public void A_text_is_escaped_where_JSON_wants_it(string id, string written) =>
        Assert.Contains(
            $"\"resourceId\":\"{written}\"",
            Line(new ExchangeRecord("c", Noon) { ResourceId = id }),
            StringComparison.Ordinal
        );

    /// <summary>A record longer than the first array of its buffer.</summary>
    [Fact]
    public void A_record_of_thousands_of_calls_is_whole()
    {
        var exchange = new Exchange("c", Noon);
        for (int number = 0; number < 5_000; number++)
            exchange.Add(new TargetCallRecord("GET", $"/{number}", number, TimeSpan.FromMilliseconds(number)));

        var calls = JsonNode.Parse(Line(ExchangeRecord.Of(exchange)))!["calls"]!.AsArray();

        Assert.Equal(
            Enumerable.Range(0, 5_000).Select(number => ($"/{number}", number)),
            calls.Select(call => ((string)call!["endpoint"]!, (int)call["status"]!))
        );
    }

    [Fact]
    public void Ids_of_exchanges_are_UUIDs_of_version_7_that_sort_by_their_time()
    {
        var ids = Enumerable.Range(0, 200).Select(number => CorrelationId.New(Noon.AddMilliseconds(number))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, (id, number) => Assert.Equal(Noon.AddMilliseconds(number), TimeOf(id)));
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$", id));
        Assert.Equal(200, Enumerable.Range(0, 200).Select(_ => CorrelationId.New(Noon)).Distinct(StringComparer.Ordinal).Count());
        Assert.True(ids.Select(id => id[12..16]).Distinct(StringComparer.Ordinal).Count() > 100);
        Assert.True(ids.Select(id => id[17..20]).Distinct(StringComparer.Ordinal).Count() > 100);
    }

    [Fact]
    public void Lines_of_the_log_that_are_lost_are_counted()
    {
        var loss = new LogLoss();
        var line = new LogEvent(Noon, LogEventLevel.Error, null, new MessageTemplate([new TextToken("x")]), []);

        loss.OnLoggingFailed(this, LoggingFailureKind.Permanent, "no room", [line, line], null);
        loss.OnLoggingFailed(this, LoggingFailureKind.Temporary, "nobody says how many", null, null);
        loss.Add(3);

        Assert.Equal(5, loss.Count);
    }

    private static DateTimeOffset TimeOf(string id) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id[..12], 16));

    private static string Line(ExchangeRecord exchange)
    {
        using var buffer = new PooledBuffer();
        AuditRecord.Write(buffer, exchange);
        string line = Encoding.UTF8.GetString(buffer.Written.Span);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        return line[..^1];
    }
}
