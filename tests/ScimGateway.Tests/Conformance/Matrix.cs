using System.Text;
using ScimGateway.Tests.Crippled;

namespace ScimGateway.Tests.Conformance;

/// <summary>Which rule holds in front of which server: as a table of forms, and one of rules.</summary>
internal sealed class Matrix
{
    /// <summary>The column of the server without the gateway.</summary>
    public const string Direct = "scimmy, without the gateway";

    private const string Yes = "✓", No = "✗", Unknown = "?";

    private readonly Dictionary<(string Rule, string Column), string> cells;

    private Matrix(Dictionary<(string, string), string> cells) => this.cells = cells;

    private static IReadOnlyList<string> Columns { get; } = [Direct, .. ServerForms.All.Select(form => form.Name)];

    /// <summary>From its own Markdown; what is not there is not known.</summary>
    public static Matrix Read(string markdown)
    {
        var rows = markdown
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .ToList();
        var columns = rows.Where(row => int.TryParse(row[0], out _)).Select(row => row[1]).ToList();
        var read = new Dictionary<(string, string), string>();
        foreach (var row in rows.Where(row => row[0].Contains('§', StringComparison.Ordinal) && row.Length == columns.Count + 2))
            foreach (var (index, column) in columns.Index()) read[(row[1], column)] = row[index + 2][..1];
        return new Matrix(read);
    }

    public Matrix With(string column, IReadOnlyList<Verdict> verdicts)
    {
        var known = new Dictionary<(string, string), string>(cells);
        foreach (var verdict in verdicts) known[(verdict.Rule.Sentence, column)] = verdict.Holds ? Yes : No;
        return new Matrix(known);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder("\n| # | the server | its mapping declares | rules that hold | worse than without | better |\n| --: | --- | --- | --: | --: | --: |\n");
        foreach (var (index, column) in Columns.Index())
            text.Append($"| {index} | {column} | {Code(index == 0 ? "" : ServerForms.All[index - 1].Declared)} | {Count(column, (_, cell) => cell == Yes)} | {Count(column, (direct, cell) => (direct, cell) == (Yes, No))} | {Count(column, (direct, cell) => (direct, cell) == (No, Yes))} |\n");
        text.Append($"\n| RFC | rule | {string.Join(" | ", Enumerable.Range(0, Columns.Count).Select(index => $"#{index}"))} |\n| --- | --- |{string.Concat(Columns.Select(_ => " :-: |"))}\n");
        foreach (var rule in Rules.All) text.Append(
            $"| {rule.Section} | {rule.Sentence} | {string.Join(" | ", Columns.Select(column => Marked(rule, column)))} |\n"
        );
        text.Append("\nWhere it is worse than without, this was decided:\n\n");
        foreach (var decision in Decision.All) text.Append($"- *{decision.Mark}* ({decision.Form}): {decision.Why}\n");
        return text.Append('\n').ToString();
    }

    /// <summary>The cells where the gateway is worse than the server without it: rule and column.</summary>
    public IEnumerable<(string Rule, string Column)> Worse() =>
        from rule in Rules.All
        from column in Columns
        where (Cell(rule, Direct), Cell(rule, column)) == (Yes, No)
        select (rule.Sentence, column);

    private string Marked(Rule rule, string column) =>
        Cell(rule, column) is No and var cell && Decision.MarkOf(rule.Sentence, column) is { Length: > 0 } mark
            ? $"{cell} *{mark}*"
            : Cell(rule, column);

    private string Cell(Rule rule, string column) => cells.GetValueOrDefault((rule.Sentence, column), Unknown);

    private int Count(string column, Func<string, string, bool> counts) =>
        Rules.All.Count(rule => counts(Cell(rule, Direct), Cell(rule, column)));

    private static string Code(string text) => text.Length == 0 ? "nothing" : $"`{text}`";
}
