using System.Text;
using ScimGateway.Commands.Output;

namespace ScimGateway.Commands.Probes;

/// <summary>The findings, line by line, and the <c>can</c> that follows from them.</summary>
internal sealed class ProbeReport(Shown shown)
{
    public ProbeSection Users { get; } = new(shown, "");

    public ProbeSection Groups { get; } = new(shown, "Group.");

    /// <summary>Whether any request succeeded.</summary>
    public bool Worked { get; set; }

    /// <summary>Why there is no Group; <see langword="null"/>: there is one, or it is unknown.</summary>
    public string? NoGroups { get; set; }

    public void Say(string what) => shown.Line("  " + what);

    /// <summary>The body of <c>target({ … })</c>.</summary>
    public string Section()
    {
        string can = Users.Text("");
        if (NoGroups is not null) return $"{can}\n// Leave Group out: {NoGroups}.";
        return Groups.IsEmpty ? can : $"{can},\nGroup: {{\n{Groups.Text("  ")}\n}}";
    }
}

/// <summary>The <c>can</c> of one resource type: observed values, and comments for the others.</summary>
internal sealed class ProbeSection(Shown shown, string prefix)
{
    private readonly List<(string Key, string? Value, string Why)> entries = [];

    public bool IsEmpty => entries.Count == 0;

    /// <param name="key">A key of <c>can</c>.</param>
    /// <param name="value">Its value, in the syntax of a script.</param>
    /// <param name="why">The observation.</param>
    public void Seen(string key, string value, string why) => Add(key, value, why);

    /// <summary>Unknown: it is printed as a question.</summary>
    public void Open(string key, string why) => Add(key, null, why);

    public void Seen(string key, bool value, string why) => Add(key, value ? "true" : "false", why);

    public string Text(string indent)
    {
        var text = new StringBuilder(indent).Append("can: {\n");
        int last = entries.FindLastIndex(entry => entry.Value is not null);
        for (int i = 0; i < entries.Count; i++)
        {
            var (key, value, why) = entries[i];
            string line = value is null ? $"// {key}: {why}" : $"{key}: {value}{(i < last ? "," : "")} // {why}";
            text.Append(indent).Append("  ").Append(line).Append('\n');
        }

        return text.Append(indent).Append('}').ToString();
    }

    private void Add(string key, string? value, string why)
    {
        why = ProbeAnswer.Line(why);
        entries.Add((key, value, why));
        shown.Line(value is null ? $"  {prefix}{key}? {why}" : $"  {prefix}{key}: {value} ({why})");
    }
}
