using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Commands.Probes;

/// <summary>How a server lists one kind of resource: pages, totals, and attributes that its lists leave out.</summary>
internal sealed partial class ProbeLists(ProbeClient client, ProbeReport report, ProbeSection can, ProbeKind kind)
{
    private string[] ids = [];

    /// <summary>Whether it says that there is no such endpoint.</summary>
    public bool IsAbsent { get; private set; }

    /// <summary>The first page.</summary>
    public IReadOnlyList<JsonObject> Resources { get; private set; } = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var answer = await client.GetAsync(kind.Endpoint + "?count=1000", cancellation);
        if (answer.Status is 401 or 403 && kind.Word == "user") throw Refused(answer);
        if (answer.List is not { } list)
        {
            report.Say($"GET {kind.Endpoint}?count=1000: {answer.Told}");
            IsAbsent = answer.IsNever;
            if (answer.IsNever) can.Seen("list", false, $"GET {kind.Endpoint} answered {answer.Status}");
            else
                can.Open("list",
                    $"not seen: GET {kind.Endpoint} answered {answer.Status}{(answer.IsGood ? " with what is no list" : "")}");
            return;
        }

        report.Worked = true;
        Resources = list.Resources;
        ids = [.. Resources.Select(Id)];
        can.Seen("list", true, $"GET {kind.Endpoint} answered {answer.Status} with a list");
        string total = list.TotalIsKnown ? $"{list.TotalResults}" : "an untold number of";
        report.Say($"GET {kind.Endpoint}?count=1000: {Resources.Count} of {total} {kind.Word}s.");
        if (Resources.Count == 0)
        {
            foreach (string key in new[] { "paging", "pageSize", "totals" })
                can.Open(key, $"not tried: there are no {kind.Word}s");
            return;
        }

        await PagesAsync(list, cancellation);
        await CompareAsync(cancellation);
    }

    public static InvalidDataException Refused(ProbeAnswer answer)
    {
        string said = answer.Text.Length == 0 ? "" : $" It says: {ProbeAnswer.Line(answer.Text)}";
        return new InvalidDataException($"The server refuses the credentials (HTTP {answer.Status}).{said}");
    }

    private async Task PagesAsync(ListResponse list, CancellationToken cancellation)
    {
        if (list.NextCursor is { } cursor)
        {
            await CursorAsync(list, cursor, cancellation);
            return;
        }

        var further = (await client.GetAsync(Page(ids.Length + 1, 1000), cancellation)).List;
        bool goesOn = further is not null && further.Resources.Select(Id).Except(ids, StringComparer.Ordinal).Any();
        long? ofOne = await IndexAsync(list, goesOn, cancellation);
        bool isCut = list.TotalIsKnown && list.TotalResults > ids.Length;
        string more = isCut ? $" of {list.TotalResults}" : ", and there are more";
        if (goesOn || isCut)
            can.Seen("pageSize", $"{ids.Length}", $"a page asked for 1000 holds {ids.Length}{more}");
        else can.Open("pageSize", $"not seen: the {ids.Length} {kind.Word}s that there are fit into one page");
        Totals(list, goesOn, ofOne);
    }

    private async Task CursorAsync(ListResponse list, string cursor, CancellationToken cancellation)
    {
        string page = $"{kind.Endpoint}?cursor={Uri.EscapeDataString(cursor)}&count=1000";
        var second = (await client.GetAsync(page, cancellation)).List;
        bool follows = second is not null && second.Resources.Select(Id).Except(ids, StringComparer.Ordinal).Any();
        if (follows) can.Seen("paging", "\"cursor\"", "its nextCursor led to others");
        else can.Open("paging", "not seen: it has a nextCursor, which led to nobody new");
        can.Seen("pageSize", $"{ids.Length}", $"a page asked for 1000 holds {ids.Length}");
        Totals(list, follows, null);
    }

    /// <returns>The total of a page with one resource.</returns>
    private async Task<long?> IndexAsync(ListResponse list, bool goesOn, CancellationToken cancellation)
    {
        if (ids.Length < 2)
        {
            can.Open("paging", $"not tried: it takes two {kind.Word}s");
            return null;
        }

        var answer = await client.GetAsync(Page(2, 1), cancellation);
        string[] second = [.. answer.List?.Resources.Select(Id) ?? []];
        bool isWhole = !goesOn && !(list.TotalIsKnown && list.TotalResults > ids.Length);
        if (second.Length > 0 && second[0] == ids[1])
            can.Seen("paging", "\"index\"", second.Length == 1
                ? "startIndex and count are understood"
                : "startIndex is understood, and count is not");
        else if (second.SequenceEqual(ids) && isWhole)
            can.Seen("paging", "\"none\"", "startIndex and count are ignored, and all come at once");
        else
            can.Open(
                "paging",
                $"not seen: startIndex=2&count=1 was answered with {answer.Status}{(answer.IsGood ? " and not the second" : "")}"
            );
        if (!answer.IsGood) report.Say($"GET {Page(2, 1)}: {answer.Told}");
        return answer.List?.ToldTotal;
    }

    private void Totals(ListResponse list, bool goesOn, long? ofOne)
    {
        if (list.ToldTotal is not { } total) can.Seen("totals", false, "no totalResults");
        else if (total < ids.Length || (goesOn && total == ids.Length))
            can.Seen("totals", false, $"totalResults is {total}, and there are more");
        else if (ofOne is { } told && told != total)
            can.Seen("totals", false, $"totalResults is {total}, and {told} with count=1");
        else if (total == 1)
            can.Open("totals", $"not seen: there is one {kind.Word}, and a page of one says the same");
        else
            can.Seen("totals", true, $"totalResults is {total}");
    }

    /// <summary>Whether a list shows the same attributes of a resource as a read.</summary>
    private async Task CompareAsync(CancellationToken cancellation)
    {
        var listed = Resources[^1];
        if (Id(listed) is not { Length: > 0 } id) return;
        var read = await client.GetAsync(kind.PathOf(id), cancellation);
        if (read.IsGood) can.Seen("read", true, $"GET {kind.Endpoint}/… answered {read.Status}");
        else if (read.IsNever) can.Seen("read", false, $"GET {kind.Endpoint}/… of one that was listed answered {read.Status}");
        else can.Open("read", $"not seen: GET {kind.Endpoint}/… of one that was listed answered {read.Status}");
        if (!read.IsGood) report.Say($"GET {kind.Endpoint}/…: {read.Told}");
        if (!read.IsGood || read.Object is not { } one) return;
        string[] lacking =
        [
            .. one.Where(member => member.Value is not null and not JsonArray { Count: 0 }).Select(member => member.Key)
                .Where(name => listed.SpellingOf(name) is null && IsName(name)),
        ];
        if (lacking.Length > 0)
            can.Seen("listsLack", $"[{string.Join(", ", lacking.Select(name => $"\"{name}\""))}]",
                "a read shows them, and a list does not");
        else report.Say($"A list shows of a {kind.Word} what a read does.");
    }

    // A name goes into a script: only names of attributes and URNs do.
    private static bool IsName(string name) => AttributeName().IsMatch(name);

    [GeneratedRegex(
        @"^([A-Za-z$][A-Za-z0-9_$-]{0,99}|urn:[A-Za-z0-9._:-]{1,200}:[0-9.]+:[A-Za-z]+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AttributeName();

    private string Page(int startIndex, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind.Endpoint}?startIndex={startIndex}&count={count}");

    private static string Id(JsonObject resource) => resource.Find("id")?.ToString() ?? "";
}
