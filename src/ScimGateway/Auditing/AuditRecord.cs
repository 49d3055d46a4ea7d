using System.Text.Json;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Auditing;

/// <summary>An exchange as one JSON line: who, what, where, through which rule, with which result. Names of attributes,
/// never values: what is not listed here is not stored.</summary>
internal static class AuditRecord
{
    public static void Write(Utf8JsonWriter writer, Exchange exchange)
    {
        writer.WriteStartObject();
        writer.WriteString("time"u8, exchange.Started);
        writer.WriteString("correlationId"u8, exchange.CorrelationId);
        Optional(writer, "client"u8, exchange.Client);
        Optional(writer, "target"u8, exchange.Target);
        WriteWhat(writer, exchange);
        writer.WriteNumber("elapsedMs"u8, Milliseconds(exchange.Elapsed));
        Optional(writer, "mapping"u8, exchange.Mapping);
        Optional(writer, "mappingHash"u8, exchange.MappingHash);
        WriteAttributes(writer, exchange.Attributes);
        WriteCalls(writer, exchange.Calls);
        if (exchange.Parts.Count > 0)
        {
            writer.WriteStartArray("operations"u8);
            foreach (var part in exchange.Parts) WritePart(writer, part);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, Exchange part)
    {
        writer.WriteStartObject();
        WriteWhat(writer, part);
        WriteAttributes(writer, part.Attributes);
        WriteCalls(writer, part.Calls);
        writer.WriteEndObject();
    }

    private static void WriteWhat(Utf8JsonWriter writer, Exchange exchange)
    {
        writer.WriteString("operation"u8, exchange.Operation);
        Optional(writer, "resourceType"u8, exchange.ResourceType);
        Optional(writer, "resourceId"u8, exchange.ResourceId);
        writer.WriteNumber("status"u8, exchange.Status);
        if (exchange.Folded > 0) writer.WriteNumber("folded"u8, exchange.Folded);
        Optional(writer, "scimType"u8, exchange.ScimType?.ToWord());
        Optional(writer, "targetFault"u8, exchange.TargetFault);
    }

    private static void WriteAttributes(Utf8JsonWriter writer, IReadOnlyList<string> attributes)
    {
        if (attributes.Count == 0) return;
        writer.WriteStartArray("attributes"u8);
        foreach (string name in attributes) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter writer, IReadOnlyList<TargetCallRecord> calls)
    {
        writer.WriteStartArray("calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("method"u8, call.Method);
            writer.WriteString("endpoint"u8, call.Endpoint);
            writer.WriteNumber("status"u8, call.Status);
            writer.WriteNumber("elapsedMs"u8, Milliseconds(call.Elapsed));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) writer.WriteString(name, value);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
