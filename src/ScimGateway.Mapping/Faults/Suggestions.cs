namespace ScimGateway.Mapping.Faults;

/// <summary>Suggestions for a misspelt word of gateway.yaml or of a mapping.</summary>
public static class Suggestions
{
    /// <summary><c>did you mean "token"?</c> if one is similar, otherwise all the words:
    /// <c>write one of token, profile</c>.</summary>
    public static string For(string word, IReadOnlyCollection<string> known) =>
        Nearest(word, known) is { } nearest ? Guess(nearest) : "write one of " + string.Join(", ", known);

    /// <summary><c>; did you mean "title"?</c> or the full stop, if there are too many words to list.</summary>
    internal static string End(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"; {Guess(nearest)}" : ".";

    /// <summary>The word with this prefix, or with at most a third of its letters wrong.</summary>
    internal static string? Nearest(string word, IEnumerable<string> known)
    {
        string[] all = [.. known];
        string? begun = Array.Find(all, one => one.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (begun is not null && word.Length > 2) return begun;
        string? nearest = all.MinBy(one => Distance(word, one));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, nearest.Length / 3) ? nearest : null;
    }

    private static string Guess(string nearest) => $"did you mean \"{nearest}\"?";

    /// <summary>The Damerau-Levenshtein distance, in any case: letters to insert, drop, change or swap with the next one. A word
    /// that is much longer than the other counts as far.</summary>
    private static int Distance(string word, string known)
    {
        if (word.Length > (2 * known.Length) + 2) return word.Length;
        string left = word.ToLowerInvariant(), right = known.ToLowerInvariant();
        int[,] steps = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++) steps[i, 0] = i;
        for (int j = 0; j <= right.Length; j++) steps[0, j] = j;
        for (int i = 1; i <= left.Length; i++)
            for (int j = 1; j <= right.Length; j++)
            {
                int changed = steps[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(changed, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (IsSwap(left, right, i, j)) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }

        return steps[left.Length, right.Length];
    }

    private static bool IsSwap(string left, string right, int i, int j) =>
        i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
}
