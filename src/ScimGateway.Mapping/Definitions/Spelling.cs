namespace ScimGateway.Mapping.Definitions;

/// <summary>Guesses which word was meant.</summary>
internal static class Spelling
{
    /// <summary>" Did you mean 'filters'?", or nothing when no word is near.</summary>
    public static string Remedy(string word, IEnumerable<string> known)
    {
        string? closest = known.FirstOrDefault(candidate => word.Length > 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (closest is not null) return $" Did you mean '{closest}'?";
        closest = known.MinBy(candidate => Distance(word, candidate));
        return closest is not null && Distance(word, closest) <= Math.Max(2, word.Length / 3) ? $" Did you mean '{closest}'?" : "";
    }

    // Levenshtein, in any case.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int same = diagonal + (char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(same, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
