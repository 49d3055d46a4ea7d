using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Two rows may not want one place at the same time.</summary>
internal static class TableCheck
{
    public static void Run(IReadOnlyList<Row> rows, FaultList faults)
    {
        var told = new HashSet<Row>();
        foreach (var (active, when) in new (Func<Row, bool>, string)[] {
            (row => row.Creates, "written on create"),
            (row => row.Updates, "written on update"),
            (row => row.Reads, "read"),
        })
        {
            Twice(rows.Where(active), row => row.Client, when, faults, told);
            Twice(rows.Where(active), row => row.Target, when, faults, told);
        }
    }

    private static void Twice(IEnumerable<Row> rows, Func<Row, Place?> side, string when, FaultList faults, HashSet<Row> told)
    {
        foreach (var group in rows.Where(row => side(row) is not null).GroupBy(row => side(row)!))
        {
            var first = group.First();
            foreach (var row in group.Skip(1))
                if (told.Add(row)) faults.Add(row.Line, $"{group.Key} is {when} by two rows, here and on line {first.Line}. Remove one, or part them with on, readOnly, read: false or when; for two places at the target write map(from, [to, other]).");
        }
    }
}
