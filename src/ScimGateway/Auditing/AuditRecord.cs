using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Auditing;

/// <summary>An exchange as one JSON line: who, what, where, through which mapping, with which result. Names of attributes, never
/// values: this is an allow-list. A target's message is masked before.</summary>
/// <remarks>Written byte by byte, because every exchange has one.</remarks>
internal static class AuditRecord
{
    private static readonly SearchValues<char> Plain = SearchValues.Create([
        .. Enumerable.Range(' ', 95).Select(code => (char)code).Except("\"\\"),
    ]);

    /// <summary>Writes the record and the end of its line.</summary>
    public static void Write(PooledBuffer output, ExchangeRecord exchange)
    {
        output.Append("{\"time\":\""u8);
        exchange.Started.UtcDateTime.TryFormat(output.GetSpan(28), out int written, "O", CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Append("\""u8);
        Text(output, ",\"correlationId\":\""u8, exchange.CorrelationId);
        Text(output, ",\"client\":\""u8, exchange.Client);
        Text(output, ",\"token\":\""u8, exchange.Token);
        Text(output, ",\"cause\":\""u8, exchange.Cause);
        Text(output, ",\"lane\":\""u8, exchange.Lane);
        Text(output, ",\"why\":\""u8, exchange.Why);
        Text(output, ",\"target\":\""u8, exchange.Target);
        output.Append(",\"operation\":\""u8);
        WriteWhat(output, exchange);
        Milliseconds(output, exchange.Elapsed);
        Text(output, ",\"mapping\":\""u8, exchange.Mapping);
        Text(output, ",\"mappingHash\":\""u8, exchange.MappingHash);
        WriteAttributes(output, exchange);
        WriteCalls(output, exchange.Calls);
        WriteParts(output, exchange.Parts);
        output.Append("}\n"u8);
    }

    private static void WriteParts(PooledBuffer output, IReadOnlyList<ExchangeRecord> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            output.Append(i == 0 ? ",\"operations\":[{\"operation\":\""u8 : ",{\"operation\":\""u8);
            WriteWhat(output, parts[i]);
            WriteAttributes(output, parts[i]);
            WriteCalls(output, parts[i].Calls);
            output.Append("}"u8);
        }

        if (parts.Count > 0) output.Append("]"u8);
    }

    /// <summary>After the quotation mark that opens the operation.</summary>
    private static void WriteWhat(PooledBuffer output, ExchangeRecord exchange)
    {
        Escape(output, exchange.Operation);
        output.Append("\""u8);
        Text(output, ",\"resourceType\":\""u8, exchange.ResourceType);
        Text(output, ",\"resourceId\":\""u8, exchange.ResourceId);
        Text(output, ",\"changedId\":\""u8, exchange.ChangedId);
        Number(output, ",\"status\":"u8, exchange.Status);
        if (exchange.Folded > 0) Number(output, ",\"folded\":"u8, exchange.Folded);
        Text(output, ",\"scimType\":\""u8, exchange.ScimType?.ToWord());
        Text(output, ",\"targetFault\":\""u8, exchange.TargetFault);
    }

    private static void WriteAttributes(PooledBuffer output, ExchangeRecord exchange)
    {
        Names(output, ",\"attributes\":[\""u8, exchange.Attributes);
        Names(output, ",\"ignored\":[\""u8, exchange.Ignored);
        Text(output, ",\"lifecycle\":\""u8, exchange.Lifecycle);
    }

    /// <param name="name">The member's name, and what opens its first value.</param>
    private static void Names(PooledBuffer output, ReadOnlySpan<byte> name, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            output.Append(i == 0 ? name : ",\""u8);
            Escape(output, names[i]);
            output.Append("\""u8);
        }

        if (names.Count > 0) output.Append("]"u8);
    }

    private static void WriteCalls(PooledBuffer output, IReadOnlyList<TargetCallRecord> calls)
    {
        output.Append(",\"calls\":["u8);
        for (int i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            output.Append(i == 0 ? "{\"method\":\""u8 : ",{\"method\":\""u8);
            Escape(output, call.Method);
            output.Append("\",\"endpoint\":\""u8);
            Escape(output, call.Endpoint);
            output.Append("\""u8);
            Number(output, ",\"status\":"u8, call.Status);
            Text(output, ",\"said\":\""u8, call.Said);
            Milliseconds(output, call.Elapsed);
            output.Append("}"u8);
        }

        output.Append("]"u8);
    }

    /// <param name="name">The member's name, and the quotation mark that opens its value.</param>
    private static void Text(PooledBuffer output, ReadOnlySpan<byte> name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        output.Append(name);
        Escape(output, value);
        output.Append("\""u8);
    }

    private static void Escape(PooledBuffer output, string value)
    {
        if (value.AsSpan().ContainsAnyExcept(Plain)) value = EncoderFor(value).Encode(value);
        Encoding.UTF8.GetBytes(value, output);
    }

    // Bidi characters must not rearrange a record in a terminal: the strict encoder escapes them.
    private static JavaScriptEncoder EncoderFor(string value) =>
        value.Any(each => char.GetUnicodeCategory(each) == UnicodeCategory.Format)
            ? JavaScriptEncoder.Default
            : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static void Number(PooledBuffer output, ReadOnlySpan<byte> name, long value)
    {
        output.Append(name);
        value.TryFormat(output.GetSpan(20), out int written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Writes a time as milliseconds with three decimals.</summary>
    private static void Milliseconds(PooledBuffer output, TimeSpan time)
    {
        long microseconds = (time.Ticks + (TimeSpan.TicksPerMicrosecond / 2)) / TimeSpan.TicksPerMicrosecond;
        Number(output, ",\"elapsedMs\":"u8, microseconds / 1000);
        int decimals = (int)(microseconds % 1000);
        output.Append([
            (byte)'.',
            (byte)('0' + (decimals / 100)),
            (byte)('0' + (decimals / 10 % 10)),
            (byte)('0' + (decimals % 10)),
        ]);
    }
}
