using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;

namespace ScimGateway.Auditing;

/// <summary>Prevents log injection: control, format and bidi characters are escaped as in JSON (<c>\u202e</c>), and further lines
/// of an event (a stack, a list of faults) are indented.</summary>
/// <param name="format">Writes an event with the end of its line.</param>
internal sealed class SafeLines(ITextFormatter format) : ITextFormatter
{
    [ThreadStatic]
    private static StringWriter? writer;

    /// <remarks>In one piece: each write to the console is a system call.</remarks>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        writer ??= new StringWriter(new StringBuilder(512), CultureInfo.InvariantCulture);
        format.Format(logEvent, writer);
        string whole = writer.ToString();
        writer.GetStringBuilder().Clear();
        var text = whole.AsSpan().TrimEnd("\r\n");
        output.Write(text.ContainsAnyExceptInRange(' ', '~') ? Escaped(text) : whole);
    }

    private static string Escaped(ReadOnlySpan<char> text)
    {
        var safe = new StringBuilder(text.Length + 64);
        Span<char> halves = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            var written = halves[..rune.EncodeToUtf16(halves)];
            if (rune.Value == '\n') safe.Append("\n    ");
            else if (!IsUnseen(rune)) safe.Append(written);
            else foreach (char half in written) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)half:x4}");
        }

        return safe.AppendLine().ToString();
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
