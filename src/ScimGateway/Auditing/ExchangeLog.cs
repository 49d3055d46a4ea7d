using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ScimGateway.Scim.Json;
using Serilog.Events;
using Serilog.Parsing;

namespace ScimGateway.Auditing;

/// <summary>The one line that the operational log has for each exchange. On the road it is an event that only holds the exchange; words
/// or fields are made of it where the log is written.</summary>
internal static class ExchangeLog
{
    private const string Fields = "{Client} {Operation} {ResourceType} {ResourceId} at {Target}: {Status} in {Elapsed:0.0} ms, {Calls} calls, {CorrelationId}{TargetFault}";

    private static readonly byte[] NewLine = Encoding.UTF8.GetBytes(Environment.NewLine);
    private static readonly MessageTemplate Sentence = new MessageTemplateParser().Parse("{Exchange:sentence}");
    private static readonly MessageTemplate Whole = new MessageTemplateParser().Parse(Fields);

    public static void Write(Serilog.ILogger log, Exchange exchange)
    {
        var level = exchange.TargetFault is null ? LogEventLevel.Information : LogEventLevel.Warning;
        if (!log.IsEnabled(level)) return;
        log.Write(new LogEvent(exchange.Started + exchange.Elapsed, level, null, Sentence, [new LogEventProperty("Exchange", new ExchangeValue(exchange))]));
    }

    /// <summary>The exchange of an event that <see cref="Write"/> made; <see langword="null"/> for any other.</summary>
    public static Exchange? Of(LogEvent line) => ReferenceEquals(line.MessageTemplate, Sentence) ? (Exchange?)((ExchangeValue)line.Properties["Exchange"]).Value : null;

    /// <summary>The same event with a field for each thing that it says.</summary>
    public static LogEvent WithFields(LogEvent line, Exchange exchange) => new(line.Timestamp, line.Level, null, Whole,
    [
        Field("Client", exchange.Client ?? "-"),
        Field("Operation", exchange.Operation),
        Field("ResourceType", exchange.ResourceType ?? "-"),
        Field("ResourceId", Id(exchange)),
        Field("Target", exchange.Target ?? "-"),
        Field("Status", exchange.Status),
        Field("Elapsed", exchange.Elapsed.TotalMilliseconds),
        Field("Calls", Calls(exchange)),
        Field("CorrelationId", exchange.CorrelationId),
        Field("TargetFault", Fault(exchange)),
    ]);

    /// <summary>The line for people, with its end.</summary>
    public static void WriteLine(PooledBuffer output, LogEvent line, Exchange exchange)
    {
        string level = line.Level == LogEventLevel.Warning ? "WRN" : "INF";
        int room = 64, written;
        while (!Utf8.TryWrite(output.GetSpan(room), CultureInfo.InvariantCulture, $"{line.Timestamp:HH:mm:ss.fff} {level} ", out written)) room *= 2;
        output.Advance(written);
        WriteSentence(output, exchange);
        output.Append(NewLine);
    }

    private static void WriteSentence(PooledBuffer output, Exchange exchange)
    {
        int room = 512, written;
        while (!Utf8.TryWrite(
            output.GetSpan(room),
            CultureInfo.InvariantCulture,
            $"{exchange.Client ?? "-"} {exchange.Operation} {exchange.ResourceType ?? "-"} {Id(exchange)} at {exchange.Target ?? "-"}: {exchange.Status} in {exchange.Elapsed.TotalMilliseconds:F1} ms, {Calls(exchange)} calls, {exchange.CorrelationId}{Fault(exchange)}",
            out written)) room *= 2;
        output.Advance(written);
    }

    private static LogEventProperty Field(string name, object value) => new(name, new ScalarValue(value));

    private static int Calls(Exchange exchange)
    {
        int calls = exchange.Calls.Count;
        foreach (var part in exchange.Parts) calls += Calls(part);
        return calls;
    }

    private static string Id(Exchange exchange) => exchange.ResourceId is { } id ? SafeNames.Line(id) : "-";

    private static string Fault(Exchange exchange) => exchange switch
    {
        { TargetFault: { } why } => ": " + why,
        { Folded: > 0 } => $": {exchange.Folded} requests of unknown senders",
        _ => "",
    };

    private sealed class ExchangeValue(Exchange exchange) : ScalarValue(exchange)
    {
        public override void Render(TextWriter output, string? format = null, IFormatProvider? formatProvider = null)
        {
            using var sentence = new PooledBuffer();
            WriteSentence(sentence, (Exchange)Value!);
            output.Write(Encoding.UTF8.GetString(sentence.Written.Span));
        }
    }
}
