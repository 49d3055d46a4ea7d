namespace ScimGateway.Commands.Output;

/// <summary>A diff of two texts, line by line.</summary>
internal static class LineDiff
{
    /// <summary>Longer texts are shown one after the other: the comparison takes quadratic time.</summary>
    private const int Most = 2_000;

    /// <returns>Lines with a mark: <c>' '</c>, <c>'-'</c>, <c>'+'</c>.</returns>
    public static IReadOnlyList<(char Mark, string Line)> Between(string before, string after)
    {
        string[] one = before.Split('\n'), other = after.Split('\n');
        if (one.Length > Most || other.Length > Most)
            return [.. one.Select(line => ('-', line)), .. other.Select(line => ('+', line))];
        int[,] common = Common(one, other);
        var lines = new List<(char, string)>();
        int i = 0, j = 0;
        while (i < one.Length || j < other.Length)
        {
            if (i < one.Length && j < other.Length && one[i] == other[j]) (lines, i, j) = (Add(lines, ' ', one[i]), i + 1, j + 1);
            else if (j == other.Length || (i < one.Length && common[i + 1, j] >= common[i, j + 1])) lines.Add(('-', one[i++]));
            else lines.Add(('+', other[j++]));
        }

        return lines;
    }

    /// <summary>The length of the longest common subsequence of the lines after each pair.</summary>
    private static int[,] Common(string[] one, string[] other)
    {
        int[,] length = new int[one.Length + 1, other.Length + 1];
        for (int i = one.Length - 1; i >= 0; i--)
            for (int j = other.Length - 1; j >= 0; j--)
                length[i, j] = one[i] == other[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        return length;
    }

    private static List<(char, string)> Add(List<(char, string)> lines, char mark, string line)
    {
        lines.Add((mark, line));
        return lines;
    }
}
