namespace ScimGateway.Configuration.Reading;

/// <summary>What a misspelt word was meant to be.</summary>
internal static class Suggestions
{
    /// <summary><c>did you mean "token"?</c> when one is near, else all the words there are.</summary>
    public static string For(string word, IReadOnlyCollection<string> known)
    {
        string? nearest = known.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, nearest.Length / 3)
            ? $"did you mean {Shown.Text(nearest)}?"
            : "write one of " + string.Join(", ", known);
    }

    /// <summary>Letters to insert, drop or change (Levenshtein), in any case; a word much longer than the other is simply far.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > 2 * right.Length + 2) return left.Length;
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                int cost = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
