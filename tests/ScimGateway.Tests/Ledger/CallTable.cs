using System.Text;
using ScimGateway.Tests.Crippled;

namespace ScimGateway.Tests.Ledger;

/// <summary>How many calls each operation costs in front of each form of the server; as Markdown.</summary>
internal sealed class CallTable
{
    private readonly Dictionary<(string Form, string Operation), string> cells;

    private CallTable(Dictionary<(string, string), string> cells) => this.cells = cells;

    /// <summary>From its own Markdown; what is not there is not known.</summary>
    public static CallTable Read(string markdown)
    {
        var rows = markdown
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .ToList();
        var read = new Dictionary<(string, string), string>();
        foreach (string[] row in rows.Skip(2).Where(row => row.Length == rows[0].Length))
            for (int column = 1; column < row.Length; column++) read[(row[0], rows[0][column])] = row[column];
        return new CallTable(read);
    }

    /// <param name="form">The form that stood behind the gateway.</param>
    public CallTable With(string form, IEnumerable<Cost> costs)
    {
        var known = new Dictionary<(string, string), string>(cells);
        foreach (var cost in costs) known[(form, cost.Operation)] =
            cost.Status < 300 ? $"{cost.Calls.Count}"
            : cost.Calls.Count == 0 ? "✗"
            : $"{cost.Calls.Count} ✗";
        return new CallTable(known);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder($"\n| the server | {string.Join(" | ", Operation.All.Select(operation => operation.Name))} |\n| --- |{string.Concat(Operation.All.Select(_ => " --: |"))}\n");
        foreach (var form in ServerForms.All)
            text.Append($"| {form.Name} | {string.Join(" | ", Operation.All.Select(operation => cells.GetValueOrDefault((form.Name, operation.Name), "?")))} |\n");
        return text.Append('\n').ToString();
    }
}
