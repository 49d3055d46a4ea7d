using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.Tests.Scimmy;
using Serilog.Core;
using Serilog.Events;

namespace ScimGateway.Tests.Auditing;

/// <summary>The line of an exchange in both forms: what is known has a field and a word, and what is not known has
/// neither.</summary>
public sealed class ExchangeLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_for_machines_has_a_field_for_each_thing_and_a_sentence()
    {
        var line = (JsonObject)JsonNode.Parse(Line(LogFormat.Json, Failed()))!;

        Assert.Equal(
            """
            {"@t":"2026-10-21T12:00:00.0123456Z","@m":"okta patch User 42 at app: 502 (credentials refused) in 12.3 ms, 1 call, 0af7651916cd43dd8448eb211c80319c","@l":"Warning",
            "Operation":"patch","Status":502,"ElapsedMs":12.346,"Calls":1,"CorrelationId":"0af7651916cd43dd8448eb211c80319c",
            "Client":"okta","ResourceType":"User","ResourceId":"42","Target":"app","TargetFault":"credentials refused"}
            """.ReplaceLineEndings(""),
            Without(line, "@i").ToJsonString());
    }

    [Fact]
    public void What_is_not_known_is_no_field_of_a_line_for_machines()
    {
        var line = (JsonObject)JsonNode.Parse(
            Line(LogFormat.Json, new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon) { Operation = "GET", Status = 404 })
        )!;

        Assert.Equal(
            ["@t", "@m", "@i", "Operation", "Status", "ElapsedMs", "Calls", "CorrelationId"],
            line.Select(field => field.Key)
        );
    }

    [Fact]
    public void A_line_for_people_reads_well_whatever_is_known()
    {
        var stranger = new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon) { Operation = "GET", Status = 401 };
        var list = new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon)
        {
            Client = "okta",
            Operation = "list",
            ResourceType = "User",
            Target = "app",
            Status = 200,
        };
        var folded = new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon)
        {
            Operation = "folded",
            Status = 401,
            Folded = 40,
        };

        Assert.Equal(
            "WRN okta patch User 42 at app: 502 (credentials refused) in 12.3 ms, 1 call, 0af7651916cd43dd8448eb211c80319c",
            Text(Failed())
        );
        Assert.Equal("WRN unknown client GET: 401 in 0.0 ms, 0 calls, 0af7651916cd43dd8448eb211c80319c", Text(stranger));
        Assert.Equal("INF okta list User at app: 200 in 0.0 ms, 0 calls, 0af7651916cd43dd8448eb211c80319c", Text(list));
        Assert.Equal(
            "WRN 40 requests of unknown clients: 401 in 0.0 ms, 0 calls, 0af7651916cd43dd8448eb211c80319c",
            Text(folded)
        );
    }

    [Fact]
    public void The_page_shows_both_forms_as_they_are()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/configuration.md"));

        Assert.Contains(Text(Failed()) + "\n```", page, StringComparison.Ordinal);
        Assert.Contains("```json\n" + Line(LogFormat.Json, Failed()) + "\n```", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 500, "ERR okta read at app: 500 in")]
    [InlineData(200, 500, "ERR okta read at app: 500 in")]
    [InlineData(500, 500, "WRN okta read at app: 500 (HTTP 500) in")]
    [InlineData(503, 503, "WRN okta read at app: 503 (HTTP 503) in")]
    [InlineData(404, 404, "INF okta read at app: 404 in")]
    [InlineData(200, 501, "INF okta read at app: 501 in")]
    public void A_500_is_an_error_when_it_is_the_gateway_s_and_a_warning_when_it_is_the_target_s(
        int answered,
        int status,
        string line
    )
    {
        var exchange = Arrived("read");
        if (answered > 0) exchange.Add(new TargetCallRecord("GET", "/Users", answered, TimeSpan.Zero));
        exchange.Fail(new ScimException(status, null, "No."));
        exchange.Add(new Answered(status, TimeSpan.Zero));

        Assert.StartsWith(line, Text(ExchangeRecord.Of(exchange)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Bulk_request_is_as_grave_as_the_worst_of_its_operations_and_says_what_it_was()
    {
        var bulk = Arrived("bulk");
        bulk.Add(new Answered(200, TimeSpan.Zero));
        bulk.Part().Fail(ScimException.NotFound("No."));
        bulk.Part().Fail(new ScimException(504, null, "No.") { Reason = "timed out" });

        Assert.Equal("WRN okta bulk at app: 200 (timed out) in 0.0 ms, 0 calls, 0af7651916cd43dd8448eb211c80319c", Text(ExchangeRecord.Of(bulk)));
    }

    [Fact]
    public void A_Bulk_request_tells_the_first_fault_of_its_operations_and_all_of_their_calls()
    {
        var bulk = Arrived("bulk");
        bulk.Add(new Answered(200, TimeSpan.Zero));
        var first = bulk.Part();
        first.Add(new TargetCallRecord("PATCH", "/Users", 0, TimeSpan.Zero));
        first.Fail(new ScimException(504, null, "No.") { Reason = "timed out" });
        var second = bulk.Part();
        second.Add(new TargetCallRecord("GET", "/Users", 200, TimeSpan.Zero));
        second.Add(new TargetCallRecord("PUT", "/Users", 401, TimeSpan.Zero));
        second.Fail(new ScimException(502, null, "No.") { Reason = "credentials refused" });
        bulk.Part();

        Assert.Equal("WRN okta bulk at app: 200 (timed out) in 0.0 ms, 3 calls, 0af7651916cd43dd8448eb211c80319c", Text(ExchangeRecord.Of(bulk)));
    }

    private static Exchange Arrived(string operation)
    {
        var exchange = new Exchange("0af7651916cd43dd8448eb211c80319c", Noon);
        exchange.Add(new Identified("okta", null));
        exchange.Add(new Addressed("app", null, null));
        exchange.Add(new Requested(operation));
        return exchange;
    }

    [Theory]
    [InlineData("\n12:00:00.000 INF root delete User 1 at app: 204")]
    [InlineData("\r\n{\"@m\":\"forged\"}")]
    [InlineData("\u0085next\u2028line\u2029paragraph\v\f")]
    [InlineData("\u202A\u202B\u202C\u202D\u202Eright to left\u2066\u2067\u2068\u2069\u200B")]
    [InlineData("\u061C\u200E\u200F\uFEFF\U000E0001\U000E0041")]
    [InlineData("\u001B[2J\b\u007F\0")]
    public void No_value_forges_or_rearranges_a_line_in_either_form(string value)
    {
        var exchange = new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon)
        {
            Client = value,
            Operation = value,
            ResourceType = value,
            ResourceId = value,
            Target = value,
            TargetFault = value,
            Status = 200,
        };

        foreach (var format in Enum.GetValues<LogFormat>())
        {
            string written = Written(format, exchange);
            Assert.Single(written.TrimEnd('\n').Split('\n'), line => line[0] != ' ');
            Assert.DoesNotMatch(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\n]]", written);
        }

        Assert.Equal(value, (string?)JsonNode.Parse(Line(LogFormat.Json, exchange))!["Target"]);
    }

    [Fact]
    public void An_id_rearranges_nothing_where_a_viewer_shows_the_fields_of_a_line()
    {
        var exchange = new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon)
        {
            Operation = "read",
            ResourceId = "42\u202Edeteled",
            Status = 200,
        };

        Assert.Equal("42?deteled", (string?)JsonNode.Parse(Line(LogFormat.Json, exchange))!["ResourceId"]);
    }

    [Fact]
    public void Letters_of_every_language_stay_as_they_are() =>
        Assert.Contains(
            "at Zoë 東京 😀: ",
            Text(new ExchangeRecord("0af7651916cd43dd8448eb211c80319c", Noon)
            {
                Operation = "read",
                Target = "Zoë 東京 😀",
            }),
            StringComparison.Ordinal
        );

    private static ExchangeRecord Failed()
    {
        var exchange = Arrived("PATCH");
        exchange.Add(new Requested("patch", "User", "42"));
        exchange.Add(new TargetCallRecord("PATCH", "/Users", 401, TimeSpan.Zero));
        exchange.Fail(new ScimException(502, null, "Not for the log.") { Reason = "credentials refused" });
        exchange.Add(new Answered(502, TimeSpan.FromMicroseconds(12_345.6)));
        return ExchangeRecord.Of(exchange);
    }

    private static JsonObject Without(JsonObject line, string field)
    {
        line.Remove(field);
        return line;
    }

    // Without the local time, which depends on where the test runs.
    private static string Text(ExchangeRecord exchange) => Line(LogFormat.Text, exchange)["12:00:00.000 ".Length..];

    private static string Line(LogFormat format, ExchangeRecord exchange) =>
        Assert.Single(Written(format, exchange).TrimEnd('\n').Split('\n'));

    private static string Written(LogFormat format, ExchangeRecord exchange)
    {
        var written = new Written(format);
        using var logger = GatewayLog.Configured(new LogConfig()).WriteTo.Sink(written).CreateLogger();
        new ExchangeLog(logger).Write(exchange);
        return written.Text.ReplaceLineEndings("\n");
    }
}

/// <summary>What the console would get.</summary>
internal sealed class Written(LogFormat format) : ILogEventSink
{
    private readonly StringWriter text = new();

    public string Text => text.ToString();

    public void Emit(LogEvent logEvent) => GatewayLog.Format(format).Format(logEvent, text);
}
