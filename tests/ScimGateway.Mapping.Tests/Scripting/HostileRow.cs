using System.Text.Json;

namespace ScimGateway.Mapping.Tests.Scripting;

/// <summary>A line of <c>hostile.jsonl</c>: a script with a function <c>f</c>, and the value that it is called with.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Script">The script, all but its target.</param>
/// <param name="Value">The value.</param>
/// <param name="Gives">The result as JSON, where only one is right.</param>
/// <param name="Refused"><c>limit</c> or <c>value</c>, where it must not be given.</param>
internal sealed record HostileRow(string Name, string Script, string Value, string? Gives, string? Refused)
{
    // More than the stack could hold, each with a depth of calls of its own.
    private const int Circle = 300;

    /// <summary>The whole mapping.</summary>
    public string Mapping => Script + "\ntarget({ User: { attributes: [map(\"title\", \"t\", { write: f, read: false })] } });";

    public static IEnumerable<HostileRow> ReadAll(string file) =>
        File.ReadLines(file).Select(line => Read(JsonDocument.Parse(line).RootElement));

    private static HostileRow Read(JsonElement row) => new(
        Text(row, "name")!,
        Text(row, "script") + Repeated(row, "more", "moreTimes") + Functions(Text(row, "circle")),
        Repeated(row, "value", "times"),
        row.TryGetProperty("gives", out var gives) ? gives.GetRawText() : null,
        Text(row, "refused"));

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static string Repeated(JsonElement row, string name, string times) =>
        string.Concat(Enumerable.Repeat(Text(row, name), row.TryGetProperty(times, out var given) ? given.GetInt32() : 1));

    // # is the number of a function, @ that of the next one.
    private static string Functions(string? line) => line is null ? "" : string.Concat(Enumerable
        .Range(0, Circle)
        .Select(number =>
            "\n"
            + line.Replace("#", $"{number}", StringComparison.Ordinal)
                .Replace("@", $"{(number + 1) % Circle}", StringComparison.Ordinal)
        ));
}
