using System.Text;
using ScimGateway.Scim.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace ScimGateway.Auditing;

/// <summary>Lines of the log as bytes. Used by the one that writes the log, a line at a time.</summary>
/// <param name="format">How a line is written; those of exchanges have a way of their own.</param>
internal abstract class LogLines(ITextFormatter format)
{
    private readonly StringBuilder text = new();

    /// <summary>Writes one line, with its end.</summary>
    public void Write(PooledBuffer output, LogEvent line)
    {
        if (ExchangeLog.Of(line) is { } exchange) Write(output, line, exchange);
        else Format(output, line);
    }

    protected abstract void Write(PooledBuffer output, LogEvent line, Exchange exchange);

    protected void Format(PooledBuffer output, LogEvent line)
    {
        using var writer = new StringWriter(text);
        format.Format(line, writer);
        Encoding.UTF8.GetBytes(text.ToString(), output);
        text.Clear();
    }
}

/// <summary>Lines for people: those of exchanges, which are nearly all, without a template.</summary>
internal sealed class LinesForPeople(ITextFormatter others) : LogLines(others)
{
    protected override void Write(PooledBuffer output, LogEvent line, Exchange exchange) => ExchangeLog.WriteLine(output, line, exchange);
}

/// <summary>A JSON object a line, with a field for everything.</summary>
internal sealed class LinesForMachines(ITextFormatter json) : LogLines(json)
{
    protected override void Write(PooledBuffer output, LogEvent line, Exchange exchange) => Format(output, ExchangeLog.WithFields(line, exchange));
}
