namespace ScimGateway.Commands.Output;

/// <summary>Text on a terminal, in colour if it is interactive (https://no-color.org).</summary>
internal sealed class Shown(TextWriter output, bool colours)
{
    public static Shown OnConsole { get; } =
        new(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public void Line(string text = "") => output.WriteLine(text);

    public void Good(string text) => Line(Painted(text, 32));

    public void Bad(string text) => Line(Painted(text, 31));

    public void Title(string text) => Line(Painted(text, 1));

    /// <summary>The difference of two texts, indented.</summary>
    public void Difference(string before, string after)
    {
        foreach (var (mark, line) in LineDiff.Between(before, after))
        {
            string shown = $"    {mark} {line}";
            if (mark == '-') Bad(shown);
            else if (mark == '+') Good(shown);
            else Line(shown);
        }
    }

    public void Indented(string text)
    {
        foreach (string line in text.Split('\n')) Line("    " + line);
    }

    private string Painted(string text, int colour) => colours ? $"\u001b[{colour}m{text}\u001b[0m" : text;
}
