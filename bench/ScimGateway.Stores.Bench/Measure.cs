using System.Collections.Concurrent;
using System.Diagnostics;

namespace ScimGateway.Stores.Bench;

/// <summary>Runs an operation many times, and tells how long each took.</summary>
internal static class Measure
{
    /// <returns>The whole time, and that of each.</returns>
    public static async Task<(TimeSpan All, TimeSpan[] Each)> TimesAsync(int times, int callers, Func<Task> operation)
    {
        var each = new ConcurrentBag<TimeSpan>();
        long began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, times),
            new ParallelOptions { MaxDegreeOfParallelism = callers },
            async (_, _) =>
            {
                long start = Stopwatch.GetTimestamp();
                await operation();
                each.Add(Stopwatch.GetElapsedTime(start));
            });
        return (Stopwatch.GetElapsedTime(began), [.. each.Order()]);
    }

    public static void Print(string what, (TimeSpan All, TimeSpan[] Each) measured, int times)
    {
        var (all, each) = measured;
        Console.WriteLine(
            $"{what}: {times / all.TotalSeconds:N0}/s; each {At(0.25):N2}, {At(0.5):N2}, {At(0.75):N2} ms (quartiles), p99 {At(0.99):N2} ms");

        double At(double part) => each[(int)(part * (each.Length - 1))].TotalMilliseconds;
    }
}
