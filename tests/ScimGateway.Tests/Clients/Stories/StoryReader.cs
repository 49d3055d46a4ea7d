namespace ScimGateway.Tests.Clients.Stories;

/// <summary>Reads a story: parts that begin with <c>===</c>, as in the cases of mappings.</summary>
/// <remarks><code>
/// # Why this story is told.
/// === client okta
/// POST /Users
///
/// { "userName": "ana@example.org" }
/// === client gets
/// 201
///
/// { "id": "{ana}" }
/// === client gets from alexishr and stops
/// 501
/// === client sends
/// DELETE /Users/{ana}
/// === client gets
/// 204
/// === target holds
/// {}
/// === leapsome holds
/// { "Users": [ { "id": "{ana}", "userName": "ana@example.org", "active": false } ] }
/// </code>
/// <c>{ana}</c> is what an answer had there first. Of an answer counts what the story names (<c>null</c>: it is not there;
/// <c>…</c>: any text); of what is held, everything but <c>schemas</c> and <c>meta</c>. A target's own section is in the target's
/// own words.</remarks>
internal sealed class StoryReader
{
    private readonly string file;
    private readonly IReadOnlyList<string> targets;
    private readonly List<(int Line, string Title, List<string> Lines)> parts = [];

    private StoryReader(string file, string text, IReadOnlyList<string> targets)
    {
        (this.file, this.targets) = (file, targets);
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.StartsWith("===", StringComparison.Ordinal)) parts.Add((number, line[3..].Trim(), []));
            else if (parts.Count > 0) parts[^1].Lines.Add(line);
        }
    }

    /// <exception cref="FormatException">The first thing that is wrong with it.</exception>
    public static Story Read(string file, string text, IReadOnlyList<string> targets) =>
        new StoryReader(file, text, targets).Read();

    private Story Read()
    {
        if (parts.Count == 0 || !parts[0].Title.StartsWith("client ", StringComparison.Ordinal))
            throw Fault(1, "a story begins with '=== client' and a profile");
        int next = 0;
        var steps = new List<StoryStep>();
        do
        {
            var sends = Words(next++, "client sends");
            steps.Add(new StoryStep(sends, Alternatives(ref next, "client gets", title => title["client gets".Length..].Trim())));
        }
        while (next < parts.Count && parts[next].Title == "client sends");
        var holds = Alternatives(
            ref next,
            "target holds",
            title => title.EndsWith(" holds", StringComparison.Ordinal) ? "from " + title[..^" holds".Length] : "?"
        );
        if (next < parts.Count) throw Fault(parts[next].Line, $"'=== {parts[next].Title}' is not what may follow here");
        return new Story(file, parts[0].Title["client ".Length..], steps, holds);
    }

    /// <summary>What holds for all targets, and what for single ones.</summary>
    private List<StoryWords> Alternatives(ref int next, string title, Func<string, string> rest)
    {
        var words = new List<StoryWords>();
        if (next < parts.Count && parts[next].Title == title) words.Add(Words(next++, title));
        while (next < parts.Count && rest(parts[next].Title).Split(' ') is ["from", var target, .. var end])
        {
            if (!targets.Contains(target))
                throw Fault(parts[next].Line, $"there is no target '{target}'; there are {string.Join(", ", targets)}");
            if (end is not ([] or ["and", "stops"]))
                throw Fault(parts[next].Line, $"'{string.Join(' ', end)}' may not stand here; 'and stops' may");
            words.Add(Words(next++, title) with { Target = target, Stops = end.Length > 0 });
        }

        return words.Count > 0 ? words : throw Fault(parts[Math.Min(next, parts.Count - 1)].Line, $"expected '=== {title}' here");
    }

    private StoryWords Words(int index, string title)
    {
        string text = string.Join('\n', parts[index].Lines).Trim();
        return text.Length > 0
            ? new StoryWords(parts[index].Line, null, false, text)
            : throw Fault(parts[index].Line, $"'{title}' is empty");
    }

    private FormatException Fault(int line, string message) => new($"{file}:{line}: {message}.");
}
