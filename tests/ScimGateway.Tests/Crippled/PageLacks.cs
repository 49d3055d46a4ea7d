using System.Text;
using System.Text.Json.Nodes;

namespace ScimGateway.Tests.Crippled;

/// <summary>What real servers do to pages.</summary>
internal static class PageLacks
{
    // What scimmy takes for "all".
    private const int All = 100_000;

    /// <summary>Never more than so many, whatever <c>count</c> says.</summary>
    public static Lack PagesOf(int most) => (call, server) =>
        call.IsList ? server(call.With("count", Math.Clamp(call.Number("count", most), 0, most))) : server(call);

    /// <summary>All in one answer.</summary>
    public static Lack NoPages() => async (call, server) =>
    {
        if (!call.IsList) return await server(call);
        var answer = await server(call.Without("startIndex").With("count", All));
        Remove(answer, "startIndex", "itemsPerPage");
        return answer;
    };

    /// <summary><c>totalResults</c> counts the page.</summary>
    public static Lack TotalsOfThePage() => async (call, server) =>
    {
        var answer = await server(call);
        if (call.IsList && answer is { Status: 200, Json: { } list })
            list["totalResults"] = list["Resources"] is JsonArray page ? page.Count : 0;
        return answer;
    };

    public static Lack NoTotals() => async (call, server) =>
    {
        var answer = await server(call);
        if (call.IsList) Remove(answer, "totalResults");
        return answer;
    };

    /// <summary>RFC 9865 alone: <c>startIndex</c> is refused, <c>nextCursor</c> leads on, and a page has at most so
    /// many.</summary>
    public static Lack CursorOnly(int most) => async (call, server) =>
    {
        if (!call.IsList) return await server(call);
        if (call.Query.ContainsKey("startIndex")) return ServerAnswer.Error(400, "Only cursors are known here.", "invalidValue");
        if (Start(call.Query.GetValueOrDefault("cursor")) is not { } start)
            return ServerAnswer.Error(400, "There is no such cursor.", "invalidCursor");
        int count = Math.Clamp(call.Number("count", most), 0, most);
        var answer = await server(call.Without("cursor").With("startIndex", start).With("count", count));
        if (answer is not { Status: 200, Json: { } list }) return answer;
        int next = start + (list["Resources"] is JsonArray page ? page.Count : 0);
        if (count > 0 && next <= list["totalResults"]!.GetValue<int>())
            list["nextCursor"] = Convert.ToHexString(Encoding.ASCII.GetBytes($"at {next}"));
        Remove(answer, "startIndex");
        return answer;
    };

    private static int? Start(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return 1;
        if (cursor.Length % 2 != 0 || !cursor.All(char.IsAsciiHexDigit)) return null;
        string text = Encoding.ASCII.GetString(Convert.FromHexString(cursor));
        return text.StartsWith("at ", StringComparison.Ordinal) && int.TryParse(text[3..], out int start) ? start : null;
    }

    private static void Remove(ServerAnswer answer, params string[] names)
    {
        foreach (string name in names) answer.Json?.Remove(name);
    }
}
