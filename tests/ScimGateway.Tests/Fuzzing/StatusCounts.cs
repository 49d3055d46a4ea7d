namespace ScimGateway.Tests.Fuzzing;

/// <summary>How often each status was answered: a fuzz that is always refused at the door tests the door alone.</summary>
internal sealed class StatusCounts
{
    private readonly SortedDictionary<int, int> counts = [];

    public void Add(int? status) => counts[status ?? 0] = counts.GetValueOrDefault(status ?? 0) + 1;

    /// <summary>A twentieth at least is success, and a twentieth refusal.</summary>
    public void HasBoth()
    {
        int good = counts.Where(count => count.Key is >= 200 and < 300).Sum(count => count.Value), all = counts.Values.Sum();
        Assert.True(good * 20 >= all && (all - good) * 20 >= all, ToString());
    }

    public override string ToString() => string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}"));
}
