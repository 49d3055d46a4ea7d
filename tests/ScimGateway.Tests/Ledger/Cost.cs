using ScimGateway.Tests.Conformance;
using ScimGateway.Tests.Crippled;

namespace ScimGateway.Tests.Ledger;

/// <summary>What one operation costs the target.</summary>
/// <param name="Calls">As they came: <c>GET /Users/1</c>.</param>
/// <param name="Status">What the client was told.</param>
internal sealed record Cost(string Operation, IReadOnlyList<string> Calls, int Status)
{
    /// <summary>Does every operation once and counts.</summary>
    /// <param name="server">The gateway, in front of <paramref name="target"/>, which holds the <see cref="Population"/>.</param>
    /// <param name="target">Whose calls count.</param>
    public static async Task<IReadOnlyList<Cost>> OfAllAsync(ScimServer server, CrippledServer target)
    {
        var costs = new List<Cost>();
        foreach (var operation in Ledger.Operation.All)
        {
            target.Forget();
            var answer = await operation.SendAsync(server);
            costs.Add(new Cost(
                operation.Name,
                [.. target.Calls.Select(call => $"{call.Method} {Uri.UnescapeDataString(call.PathAndQuery)}")],
                answer.Status
            ));
        }

        return costs;
    }

    public override string ToString() => $"{Operation}: {Status}\n{string.Concat(Calls.Select(call => $"    {call}\n"))}";
}
