using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Tests;

/// <summary>A table of cases, a line a case: <c>input => expected</c>. Lines that begin with <c>#</c> are comments, and an
/// expectation that begins with <c>! </c> is a fault: <c>! invalidFilter: its sentence</c>.</summary>
public static class CaseTable
{
    private const string Arrow = " => ";

    public static TheoryData<string, string> Read(string file)
    {
        var table = new TheoryData<string, string>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            int arrow = line.LastIndexOf(Arrow, StringComparison.Ordinal);
            if (arrow < 0) throw new InvalidDataException($"{file}: '{line}' has no '{Arrow}'.");
            table.Add(line[..arrow].Trim(), line[(arrow + Arrow.Length)..].Trim());
        }

        return table;
    }

    /// <summary>What came out, in the words of a table: the answer, or the fault.</summary>
    public static string Outcome(Func<string> answer)
    {
        try
        {
            return answer();
        }
        catch (ScimException fault)
        {
            return $"! {fault.Type?.ToWord()}: {fault.Message}";
        }
    }
}
