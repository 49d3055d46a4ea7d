using System.Collections.Concurrent;
using Serilog.Events;
using Serilog.Parsing;

namespace ScimGateway.Auditing;

/// <summary>The line of the operational log for an exchange: a field for each known value, and a sentence made of them.</summary>
/// <remarks>The event is built here and not from a template's arguments: a missing value has no field, and no words.</remarks>
internal sealed class ExchangeLog(Serilog.ILogger log)
{
    private static readonly ConcurrentDictionary<Shape, MessageTemplate> Templates = new();

    public void Write(ExchangeRecord exchange)
    {
        var level = LevelOf(exchange);
        if (log.IsEnabled(level)) log.Write(Event(exchange, level));
    }

    /// <summary>An error is the gateway's own fault; a warning is the operator's to look at: a target that fails, credentials
    /// that are refused.</summary>
    private static LogEventLevel LevelOf(ExchangeRecord exchange)
    {
        var level = exchange switch
        {
            { IsOurFault: true } => LogEventLevel.Error,
            { TargetFault: not null } or { Status: 401 } => LogEventLevel.Warning,
            _ => LogEventLevel.Information,
        };
        foreach (var part in exchange.Parts) level = (LogEventLevel)Math.Max((int)level, (int)LevelOf(part));
        return level;
    }

    private static LogEvent Event(ExchangeRecord exchange, LogEventLevel level)
    {
        int calls = Calls(exchange);
        var fields = new Dictionary<string, LogEventPropertyValue>(10, StringComparer.Ordinal)
        {
            ["Operation"] = new ScalarValue(exchange.Operation),
            ["Status"] = new ScalarValue(exchange.Status),
            ["ElapsedMs"] = new ScalarValue(Math.Round(exchange.Elapsed.TotalMilliseconds, 3)),
            ["Calls"] = new ScalarValue(calls),
            ["CorrelationId"] = new ScalarValue(exchange.CorrelationId),
        };
        if (exchange.Folded > 0) fields["Folded"] = new ScalarValue(exchange.Folded);
        var shape = new Shape(
            Has("Client", exchange.Client),
            Has("Token", exchange.Token),
            Has("ResourceType", exchange.ResourceType),
            Has("ResourceId", exchange.ResourceId is { } id ? SafeNames.Line(id) : null),
            Has("Target", exchange.Target),
            Has("TargetFault", Fault(exchange)),
            Has("Cause", exchange.Cause),
            calls == 1,
            exchange.Folded > 0);
        var template = Templates.GetOrAdd(shape, static shape => shape.Template());
        return LogEvent.UnstableAssembleFromParts(
            exchange.Started + exchange.Elapsed,
            level,
            null,
            template,
            fields,
            default,
            default
        );

        bool Has(string name, string? value)
        {
            if (value is not null) fields[name] = new ScalarValue(value);
            return value is not null;
        }
    }

    /// <summary>Its own, or that of the first operation of a Bulk request that has one.</summary>
    private static string? Fault(ExchangeRecord exchange)
    {
        string? fault = exchange.TargetFault;
        foreach (var part in exchange.Parts) fault ??= part.TargetFault;
        return fault;
    }

    private static int Calls(ExchangeRecord exchange)
    {
        int calls = exchange.Calls.Count;
        foreach (var part in exchange.Parts) calls += Calls(part);
        return calls;
    }

    /// <summary>The known values of an exchange, which decide the words of the sentence.</summary>
    private readonly record struct Shape(
        bool Client,
        bool Token,
        bool Type,
        bool Id,
        bool Target,
        bool Fault,
        bool Cause,
        bool OneCall,
        bool Folded
    )
    {
        // :l, or the rendered message would have every word in quotation marks
        public MessageTemplate Template() => new MessageTemplateParser().Parse(string.Concat(
            Folded
                ? "{Folded} requests of unknown clients"
                : (Client ? "{Client:l}" : "unknown client") + (Token ? " (token {Token:l})" : "") + " {Operation:l}",
            Type ? " {ResourceType:l}" : "",
            Id ? " {ResourceId:l}" : "",
            Target ? " at {Target:l}" : "",
            ": {Status}",
            Fault ? " ({TargetFault:l})" : "",
            " in {ElapsedMs:0.0} ms, {Calls} ",
            OneCall ? "call" : "calls",
            ", {CorrelationId:l}",
            Cause ? " because of {Cause:l}" : ""));
    }
}
