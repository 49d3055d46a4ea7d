using System.Text;

namespace ScimGateway.Commands;

/// <summary>What was found out, and the <c>can</c> that follows from it.</summary>
internal sealed class ProbeReport
{
    private readonly List<(string Key, string Value, string Why)> can = [];

    /// <summary>One line a question: what was asked, and what was seen.</summary>
    public List<string> Seen { get; } = [];

    public void Say(string what) => Seen.Add(what);

    /// <param name="key">A key of <c>can</c>.</param>
    /// <param name="value">Its value, as a script has it.</param>
    /// <param name="why">What was seen, or that nothing was tried.</param>
    public void Can(string key, string value, string why)
    {
        can.Add((key, value, why));
        Say($"{key}: {value} ({why})");
    }

    /// <summary>The section for <c>mapping.js</c>.</summary>
    public string Section()
    {
        var text = new StringBuilder("can: {\n");
        for (int i = 0; i < can.Count; i++)
            text.Append("  ").Append(can[i].Key).Append(": ").Append(can[i].Value).Append(i < can.Count - 1 ? "," : "").Append(" // ").Append(can[i].Why).Append('\n');
        return text.Append('}').ToString();
    }
}
