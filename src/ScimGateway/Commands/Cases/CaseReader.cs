using System.Globalization;
using ScimGateway.Clients;
using ScimGateway.Pipeline;

namespace ScimGateway.Commands.Cases;

/// <summary>Reads a <c>.case</c> file: parts that begin with <c>===</c>, each an HTTP message without its version.</summary>
/// <remarks><code>
/// # Okta creates a user.
/// === client okta
/// POST /Users
///
/// { "userName": "ana@example.org" }
/// === target gets
/// …
/// === target answers
/// 201
///
/// { "id": "1" }
/// === client gets
/// 201
/// </code>
/// With the first part only it is a beginning: <c>test --update</c> writes the others.</remarks>
internal sealed class CaseReader
{
    private const string Mark = "===";

    private readonly string file;
    private readonly List<(int Line, string Title, List<string> Lines)> parts = [];
    private readonly List<string> heading = [];

    private CaseReader(string file, string text)
    {
        this.file = file;
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.StartsWith(Mark, StringComparison.Ordinal)) parts.Add((number, line[Mark.Length..].Trim(), []));
            else if (parts.Count > 0) parts[^1].Lines.Add(line);
            else heading.Add(line);
        }
    }

    /// <exception cref="CaseException">The first thing that is wrong with it.</exception>
    public static MappingCase Read(string file, string text) => new CaseReader(file, text).Read();

    private MappingCase Read()
    {
        if (parts.Count == 0) throw Fault(1, "expected '=== client okta' and the request below it");
        string profile = ProfileOf(parts[0]);
        if (parts.Count == 1) return new MappingCase(file, Comment, profile, Request(parts[0]), [], MappingCase.Unwritten);
        var calls = new List<CaseCall>();
        int next = 1;
        while (next < parts.Count && parts[next].Title == "target gets")
        {
            Expect(next + 1, "target answers");
            calls.Add(new CaseCall(Request(parts[next]), Answer(parts[next + 1])));
            next += 2;
        }

        Expect(next, "client gets");
        if (next + 1 < parts.Count) throw Fault(parts[next + 1].Line, "nothing may follow 'client gets'");
        return new MappingCase(file, Comment, profile, Request(parts[0]), calls, Answer(parts[next]));
    }

    private string Comment => string.Join('\n', heading).TrimEnd();

    private string ProfileOf((int Line, string Title, List<string> Lines) part)
    {
        if (part.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["client", .. var rest] || rest.Length > 1)
            throw Fault(part.Line, $"'{part.Title}' is not how a case begins; write '=== client okta' with the client's profile");
        string profile = rest.Length == 0 ? "strict" : rest[0];
        return ClientProfile.All.ContainsKey(profile)
            ? profile
            : throw Fault(part.Line, $"there is no profile '{profile}'; there are {string.Join(", ", ClientProfile.All.Keys)}");
    }

    private void Expect(int index, string title)
    {
        if (index >= parts.Count) throw Fault(parts[^1].Line, $"'=== {title}' is missing after this part");
        if (parts[index].Title != title)
            throw Fault(parts[index].Line, $"expected '=== {title}', not '=== {parts[index].Title}'");
    }

    private OfflineRequest Request((int Line, string Title, List<string> Lines) part)
    {
        var (line, first, headers, body) = Message(part);
        if (first.Split(' ', 2) is not [var method, ['/', ..] target])
            throw Fault(line, "expected a method and a path, such as POST /Users");
        return new OfflineRequest(method, target.Trim(), headers, body);
    }

    private OfflineAnswer Answer((int Line, string Title, List<string> Lines) part)
    {
        var (line, first, headers, body) = Message(part);
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int status) || status is < 100 or > 599)
            throw Fault(line, "expected an HTTP status, such as 201");
        return new OfflineAnswer(status, body) { Headers = headers };
    }

    private (int Line, string First, List<KeyValuePair<string, string>> Headers, string? Body) Message(
        (int Line, string Title, List<string> Lines) part
    )
    {
        int first = part.Lines.FindIndex(line => line.Trim().Length > 0);
        if (first < 0) throw Fault(part.Line, $"the part '{part.Title}' is empty");
        var headers = new List<KeyValuePair<string, string>>();
        int next = first + 1;
        for (; next < part.Lines.Count && part.Lines[next].Trim().Length > 0; next++)
        {
            if (part.Lines[next].Split(':', 2) is not [var name, var value])
                throw Fault(part.Line + next + 1, "expected a header (Name: value) or an empty line before the body");
            headers.Add(KeyValuePair.Create(name.Trim(), value.Trim()));
        }

        string body = string.Join('\n', part.Lines.Skip(next)).Trim();
        return (part.Line + first + 1, part.Lines[first].Trim(), headers, body.Length == 0 ? null : body);
    }

    private CaseException Fault(int line, string message) => new(file, line, message + ".");
}
