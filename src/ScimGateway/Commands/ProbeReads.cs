using System.Text.Json.Nodes;
using ScimGateway.Scim.Discovery;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Commands;

/// <summary>What can be found out by reading: nothing at the server changes.</summary>
internal sealed class ProbeReads(ProbeClient client, ProbeReport report)
{
    private static readonly string[] Attributes = ["userName", "externalId", "id", "displayName", "emails.value", "name.familyName", "active"];

    private List<JsonObject> users = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await DiscoverAsync(cancellation);
        await ListAsync(cancellation);
        await CompareAsync(cancellation);
        await FilterAsync(cancellation);
        await SortAsync(cancellation);
        await ProjectAsync(cancellation);
    }

    private async Task DiscoverAsync(CancellationToken cancellation)
    {
        var answer = await client.GetAsync(ServiceProviderConfig.Endpoint, cancellation);
        if (Abilities(answer) is { } says)
        {
            report.Say($"It says of itself: patch {Word(says.Patch)}, filter {Word(says.Filter)}, sort {Word(says.Sort)}, bulk {Word(says.Bulk)}, etag {Word(says.ETag)}, cursors {Word(says.CursorPagination)}. What follows was tried.");
        }
        else
        {
            report.Say($"GET {ServiceProviderConfig.Endpoint}: {answer.Status}. It does not say what it can do.");
        }

        foreach (string document in new[] { "/ResourceTypes", "/Schemas" })
        {
            var told = await client.GetAsync(document, cancellation);
            report.Say($"GET {document}: {told.Status}{(List(told) is { } list ? $", {string.Join(", ", list.Resources.Select(one => one["id"] ?? one["name"]))}" : "")}");
        }
    }

    private async Task ListAsync(CancellationToken cancellation)
    {
        var answer = await client.GetAsync("/Users?count=1000", cancellation);
        if (answer.Status is 401 or 403) throw new InvalidDataException($"The server refuses the credentials (HTTP {answer.Status}).");
        if (List(answer) is not { } list)
        {
            report.Can("list", "false", $"GET /Users answered {answer.Status}");
            return;
        }

        users = [.. list.Resources];
        report.Say($"GET /Users?count=1000: {users.Count} of {(list.TotalIsKnown ? list.TotalResults : "an untold number of")} users.");
        if (list.NextCursor is not null) report.Say("It pages by cursor (nextCursor).");
        if (!list.TotalIsKnown) report.Say("It does not tell totalResults.");
        if (list.TotalIsKnown && list.TotalResults > users.Count && users.Count > 0) report.Can("pageSize", $"{users.Count}", $"of {list.TotalResults} users, a page asked for 1000 holds {users.Count}");
        if (users.Count > 1) await SecondPageAsync(list.ToldTotal, cancellation);
    }

    private async Task SecondPageAsync(long? total, CancellationToken cancellation)
    {
        var second = List(await client.GetAsync("/Users?startIndex=2&count=1", cancellation));
        bool pages = second is { Resources.Count: 1 } && JsonNode.DeepEquals(second.Resources[0]["id"], users[1]["id"]);
        report.Say(pages ? "startIndex and count are understood." : "startIndex=2&count=1 did not give the second user: it does not page by index, or in another order each time.");
        if (total < users.Count || (total is not null && second is { ToldTotal: { } told } && told != total))
            report.Can("totals", "false", $"totalResults is {total} where {users.Count} users are shown, and {second?.ToldTotal} with count=1");
    }

    /// <summary>Whether a list shows of a resource what a read of it does.</summary>
    private async Task CompareAsync(CancellationToken cancellation)
    {
        var lacking = new List<string>();
        if (users.Count > 0) lacking.AddRange(await LackingAsync("/Users", users[0], cancellation));
        if (List(await client.GetAsync("/Groups?count=10", cancellation)) is { Resources: [var group, ..] }) lacking.AddRange(await LackingAsync("/Groups", group, cancellation));
        if (lacking.Count > 0) report.Can("listsLack", $"[{Quoted(lacking.Distinct(StringComparer.OrdinalIgnoreCase))}]", "a read shows them, and a list does not");
    }

    private async Task<IEnumerable<string>> LackingAsync(string endpoint, JsonObject listed, CancellationToken cancellation)
    {
        if (!listed["id"].IsString(out string? id)) return [];
        var read = await client.GetAsync($"{endpoint}/{Uri.EscapeDataString(id)}", cancellation);
        if (!read.IsGood || read.Body is not JsonObject one) return [];
        var lacking = one.Where(member => member.Value is not null and not JsonArray { Count: 0 } && listed.SpellingOf(member.Key) is null).Select(member => member.Key).ToList();
        if (lacking.Count == 0) report.Say($"A list shows of a {(endpoint == "/Users" ? "user" : "group")} what a read does.");
        return lacking;
    }

    private async Task FilterAsync(CancellationToken cancellation)
    {
        if (users.Count == 0)
        {
            report.Can("filters", "true", "not tried: there are no users to look for");
            return;
        }

        var attributes = new List<string>();
        foreach (string attribute in Attributes)
            if (Value(users[0], attribute) is { } value && await FindsAsync($"{attribute} eq {value}", cancellation)) attributes.Add(attribute);
        if (attributes.Count == 0)
        {
            report.Can("filters", "false", "no 'eq' found the user that it should find, and only it");
            return;
        }

        string some = attributes[0], literal = Value(users[0], some)!;
        var operators = new List<string> { "eq" };
        foreach (string one in new[] { "sw", "co", "ew" })
            if (literal.StartsWith('"') && await FindsAsync($"{some} {one} {literal}", cancellation)) operators.Add(one);
        bool logical = await FindsAsync($"{some} eq {literal} and {some} eq {literal}", cancellation) && !await FindsAsync($"{some} eq {literal} and not ({some} eq {literal})", cancellation);
        var miss = await client.GetAsync(Query($"{some} eq \"nobody-{Guid.NewGuid():N}\""), cancellation);
        report.Say($"A filter that finds nothing is answered with {miss.Status}{(List(miss) is { } none ? $" and {none.Resources.Count} users" : "")}.");
        bool all = operators.Count == 4 && logical && attributes.Count >= 4;
        report.Can(
            "filters",
            all ? "true" : $"{{ operators: [{Quoted(operators)}], attributes: [{Quoted(attributes)}], logical: {(logical ? "true" : "false")} }}",
            "each found the user that it should find");
    }

    /// <summary>Whether a filter finds the first user, and does not simply give everybody.</summary>
    private async Task<bool> FindsAsync(string filter, CancellationToken cancellation)
    {
        if (List(await client.GetAsync(Query(filter), cancellation)) is not { } list) return false;
        bool found = list.Resources.Any(one => JsonNode.DeepEquals(one["id"], users[0]["id"]));
        return found && (users.Count == 1 || list.Resources.Count < users.Count || filter.Contains(" sw ", StringComparison.Ordinal));
    }

    private async Task SortAsync(CancellationToken cancellation)
    {
        if (users.Count < 2)
        {
            report.Can("sort", "true", "not tried: fewer than two users");
            return;
        }

        var up = List(await client.GetAsync("/Users?sortBy=userName&count=10", cancellation));
        var down = List(await client.GetAsync("/Users?sortBy=userName&sortOrder=descending&count=10", cancellation));
        bool sorts = up is { Resources.Count: > 1 } && down is { Resources.Count: > 1 } && IsOrdered(up, 1) && IsOrdered(down, -1);
        report.Can("sort", sorts ? "true" : "false", sorts ? "by userName, up and down" : "sortBy=userName did not order them");
    }

    private async Task ProjectAsync(CancellationToken cancellation)
    {
        if (users.Count == 0) return;
        var cut = List(await client.GetAsync("/Users?attributes=userName&count=1", cancellation));
        bool projects = cut is { Resources: [var one, ..] } && one.TryGetPropertyValue("userName", out _) && one.All(member => member.Key is "schemas" or "id" or "userName" or "meta");
        report.Can("projection", projects ? "true" : "false", projects ? "attributes=userName gave no more" : "attributes=userName gave more than that");
    }

    private static bool IsOrdered(ListResponse list, int sign)
    {
        var names = list.Resources.Select(one => one["userName"]?.ToString() ?? "").ToList();
        return names.Zip(names.Skip(1), (one, next) => sign * string.Compare(one, next, StringComparison.OrdinalIgnoreCase)).All(order => order <= 0);
    }

    private static string? Value(JsonObject user, string attribute)
    {
        JsonNode? node = user;
        foreach (string name in attribute.Split('.')) node = (node is JsonArray { Count: > 0 } many ? many[0] : node) is JsonObject json ? json.Find(name) : null;
        return node is JsonValue value && value.GetValueKind() is System.Text.Json.JsonValueKind.String or System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False ? value.ToJsonString() : null;
    }

    private static ServiceProviderConfig? Abilities(ProbeAnswer answer) => answer.Body is JsonObject body ? Told(answer, () => ServiceProviderConfig.Read(body)) : null;

    private static ListResponse? List(ProbeAnswer answer) => answer.Body is { } body ? Told(answer, () => ListResponse.Read(body)) : null;

    /// <summary>What an answer tells; null for one that is not good, or is something else.</summary>
    private static T? Told<T>(ProbeAnswer answer, Func<T> read)
        where T : class
    {
        if (!answer.IsGood) return null;
        try
        {
            return read();
        }
        catch (ScimException)
        {
            return null;
        }
    }

    private static string Query(string filter) => "/Users?filter=" + Uri.EscapeDataString(filter);

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"\"{word}\""));

    private static string Word(bool yes) => yes ? "yes" : "no";
}
