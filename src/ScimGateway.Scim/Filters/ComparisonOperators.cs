namespace ScimGateway.Scim.Filters;

/// <summary>Between <see cref="ComparisonOperator"/> and its word in a filter (<c>eq</c>).</summary>
internal static class ComparisonOperators
{
    private static readonly string[] Words = [.. Enum.GetNames<ComparisonOperator>().Select(name => name.ToLowerInvariant())];

    public static string ToWord(this ComparisonOperator comparison) => Words[(int)comparison];

    /// <summary>The operator of that word, in any case; <see langword="null"/> when the RFC has no such operator.</summary>
    public static ComparisonOperator? FromWord(ReadOnlySpan<char> word)
    {
        for (int i = 0; i < Words.Length; i++)
            if (word.Equals(Words[i], StringComparison.OrdinalIgnoreCase)) return (ComparisonOperator)i;
        return null;
    }

    public static bool IsEquality(this ComparisonOperator comparison) =>
        comparison is ComparisonOperator.Eq or ComparisonOperator.Ne;

    /// <summary>Whether it looks for a part of a text: <c>co</c>, <c>sw</c>, <c>ew</c>.</summary>
    public static bool IsSubstring(this ComparisonOperator comparison) =>
        comparison is ComparisonOperator.Co or ComparisonOperator.Sw or ComparisonOperator.Ew;

    /// <summary>Whether it needs an order: <c>gt</c>, <c>ge</c>, <c>lt</c>, <c>le</c>.</summary>
    public static bool IsOrdering(this ComparisonOperator comparison) => comparison >= ComparisonOperator.Gt;
}
