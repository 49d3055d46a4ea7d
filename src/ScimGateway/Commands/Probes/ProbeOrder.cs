using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Commands.Probes;

/// <summary>Whether a server sorts, and whether it leaves out attributes that were not requested.</summary>
internal sealed class ProbeOrder(
    ProbeClient client,
    ProbeReport report,
    ProbeSection can,
    ProbeKind kind,
    IReadOnlyList<JsonObject> listed
)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (listed.Count < 2) can.Open("sort", $"not tried: it takes two {kind.Word}s");
        else await SortAsync(cancellation);
        await ProjectAsync(cancellation);
    }

    private async Task SortAsync(CancellationToken cancellation)
    {
        var up = await client.GetAsync($"{kind.Endpoint}?sortBy={Key}&count=10", cancellation);
        var down = await client.GetAsync($"{kind.Endpoint}?sortBy={Key}&sortOrder=descending&count=10", cancellation);
        foreach (var refused in new[] { up, down }.Where(answer => !answer.IsGood).Take(1))
            report.Say($"GET {kind.Endpoint}?sortBy={kind.KeyThere}: {refused.Told}");
        bool sorts = IsSorted(up.List, 1) && IsSorted(down.List, -1)
            && !JsonNode.DeepEquals(up.List!.Resources[0].Find("id"), down.List!.Resources[0].Find("id"));
        can.Seen("sort", sorts, sorts ? $"by {kind.KeyThere}, up and down"
            : up.IsGood && down.IsGood
                ? $"sortBy={kind.KeyThere} did not order them"
                : $"sortBy={kind.KeyThere} was answered with {(up.IsGood ? down : up).Status}");
    }

    private async Task ProjectAsync(CancellationToken cancellation)
    {
        var answer = await client.GetAsync($"{kind.Endpoint}?attributes={Key}&count=1", cancellation);
        if (answer.List is not { Resources: [var one, ..] })
        {
            can.Seen("projection", false,
                $"attributes={kind.KeyThere} was answered with {answer.Status}{(answer.IsGood ? " and nobody" : "")}");
            return;
        }

        string top = kind.KeyThere.Schema ?? kind.KeyThere.Name;
        bool projects = one.SpellingOf(top) is not null && one.All(member => IsAsked(member.Key, top));
        if (projects && !listed.Any(whole =>
            JsonNode.DeepEquals(whole.Find("id"), one.Find("id")) && whole.Any(member => !IsAsked(member.Key, top))))
            can.Open("projection", $"not seen: the {kind.Word} has nothing that attributes={kind.KeyThere} could leave out");
        else
            can.Seen("projection", projects, projects
                ? $"attributes={kind.KeyThere} gave no more"
                : $"attributes={kind.KeyThere} gave more than that");
    }

    private static bool IsAsked(string name, string top) =>
        name is "schemas" or "id" or "meta" || name.Equals(top, StringComparison.OrdinalIgnoreCase);

    private string Key => Uri.EscapeDataString(kind.KeyThere.ToString());

    // By code units or regardless of case: both are orders.
    private bool IsSorted(ListResponse? list, int sign) => list is { Resources.Count: > 1 }
        && (IsOrdered(list, sign, StringComparison.OrdinalIgnoreCase) || IsOrdered(list, sign, StringComparison.Ordinal));

    private bool IsOrdered(ListResponse list, int sign, StringComparison comparison)
    {
        AttributePath key = kind.KeyThere;
        var names = list.Resources.Select(one => ProbeKind.Text(one, key) ?? "").ToList();
        return names.Zip(names.Skip(1), (one, next) => sign * string.Compare(one, next, comparison)).All(order => order <= 0);
    }
}
