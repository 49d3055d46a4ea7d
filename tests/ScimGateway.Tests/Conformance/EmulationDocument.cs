using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Conformance;

/// <summary>docs/emulation.md: its tables are written by the tests that prove them, between markers.</summary>
internal static class EmulationDocument
{
    private static readonly string File = Path.Combine(Repository.Root, "docs", "emulation.md");

    private static readonly Lock OneAtATime = new();

    private static bool Writes => Environment.GetEnvironmentVariable("EMULATION_DOC") == "write";

    /// <summary>Holds one table to what is true, or writes it, when the environment says <c>EMULATION_DOC=write</c>.</summary>
    /// <param name="table">Between <c>&lt;!-- table --&gt;</c> and <c>&lt;!-- end of table --&gt;</c>.</param>
    /// <param name="truth">What it must say, from what it says.</param>
    public static void Holds(string table, Func<string, string> truth)
    {
        lock (OneAtATime)
        {
            string begin = $"<!-- {table} -->\n", end = $"<!-- end of {table} -->";
            string text = System.IO.File.ReadAllText(File);
            int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            int to = text.IndexOf(end, StringComparison.Ordinal);
            Assert.True(from >= begin.Length && to >= from, $"{File} has no '{begin.Trim()}' … '{end}'.");
            string committed = text[from..to];
            string wanted = truth(committed);
            if (Writes) System.IO.File.WriteAllText(File, text[..from] + wanted + text[to..]);
            else Assert.True(wanted == committed, Difference(committed, wanted));
        }
    }

    private static string Difference(string committed, string wanted)
    {
        var before = committed.Split('\n');
        var after = wanted.Split('\n');
        var lines = before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line));
        return $"{File} does not say what is true any more. Look at each change, then write it anew with EMULATION_DOC=write.\n{string.Join('\n', lines)}";
    }
}
