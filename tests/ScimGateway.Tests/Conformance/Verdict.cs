using System.Text.Json;
using Xunit.Sdk;

namespace ScimGateway.Tests.Conformance;

/// <summary>Whether a server holds to a rule.</summary>
/// <param name="Reason">Why not; <see langword="null"/>: it does.</param>
internal sealed record Verdict(Rule Rule, string? Reason)
{
    public bool Holds => Reason is null;

    /// <summary>Judges a server by all rules: those that only read first, over one population.</summary>
    /// <param name="server">The judged.</param>
    /// <param name="emptyAsync">Makes it empty.</param>
    /// <param name="forget">Called before each rule.</param>
    public static async Task<IReadOnlyList<Verdict>> OfAllAsync(
        ScimServer server,
        IEnumerable<Rule> rules,
        Func<Task> emptyAsync,
        Action forget
    )
    {
        var verdicts = new List<Verdict>();
        await emptyAsync();
        server.Ids = await Population.FillAsync(server);
        foreach (var group in rules.GroupBy(rule => rule.Reads).OrderByDescending(group => group.Key))
        {
            foreach (var rule in group)
            {
                if (!rule.Reads) await emptyAsync();
                forget();
                verdicts.Add(await OfAsync(rule, server));
            }
        }

        return verdicts;
    }

    private static async Task<Verdict> OfAsync(Rule rule, ScimServer server)
    {
        try
        {
            await rule.HoldAsync(server);
            return new Verdict(rule, null);
        }
        catch (Exception fault) when (fault is XunitException or HttpRequestException or TaskCanceledException or JsonException)
        {
            // The server's fault, told in the matrix; any other exception is the rule's own, and ends the test.
            return new Verdict(
                rule,
                string.Join(' ', fault.Message.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries))
            );
        }
    }
}
