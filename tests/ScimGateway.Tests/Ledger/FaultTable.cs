using System.Text;
using ScimGateway.Tests.Crippled;

namespace ScimGateway.Tests.Ledger;

/// <summary>What the client is told when a call goes wrong, and when it asks again; as Markdown.</summary>
internal sealed class FaultTable
{
    private readonly Dictionary<(string Change, string Call, string Fault), string> cells;

    private FaultTable(Dictionary<(string, string, string), string> cells) => this.cells = cells;

    private static IReadOnlyList<(Fault Fault, string Words)> Columns { get; } =
    [
        (Fault.Refused, "refused"), (Fault.CutShort, "cut short"), (Fault.TimedOut, "timed out"),
        (Fault.Failed, "500"), (Fault.FailedAfterwards, "500, though done"), (Fault.Throttled, "429"),
    ];

    /// <summary>From its own Markdown; what is not there is not known.</summary>
    public static FaultTable Read(string markdown)
    {
        var read = new Dictionary<(string, string, string), string>();
        var rows = markdown
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "));
        foreach (string[] row in rows.Skip(2).Where(row => row.Length == Columns.Count + 2))
            foreach (var (index, column) in Columns.Index()) read[(row[0], row[1], column.Words)] = row[index + 2];
        return new FaultTable(read);
    }

    /// <param name="change">Its name.</param>
    /// <param name="told">The statuses of the first answer and of the repeats.</param>
    public FaultTable With(string change, IEnumerable<(int Call, Fault Fault, IReadOnlyList<int> Told)> told)
    {
        var known = new Dictionary<(string, string, string), string>(cells);
        foreach (var (call, fault, statuses) in told) known[(change, $"{call}", Words(fault))] = string.Join(", ", statuses);
        return new FaultTable(known);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder($"\n| what | call | {string.Join(" | ", Columns.Select(column => column.Words))} |\n| --- | --: |{string.Concat(Columns.Select(_ => " --- |"))}\n");
        foreach (var change in Change.All)
            for (int call = 1; call <= change.Calls; call++)
                text.Append($"| {change.Name} | {call} | {string.Join(" | ", Columns.Select(column => cells.GetValueOrDefault((change.Name, $"{call}", column.Words), "?")))} |\n");
        return text.Append('\n').ToString();
    }

    private static string Words(Fault fault) => Columns.Single(column => column.Fault == fault).Words;
}
