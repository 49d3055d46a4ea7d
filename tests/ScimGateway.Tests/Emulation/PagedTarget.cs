using System.Text;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Emulation;

/// <summary>A target with as many users as one likes, made when they are asked for: <c>user1</c>, <c>user2</c>, …; every third is
/// inactive, and the higher their number, the lower their title. It pages as it wants to, filters and sorts nothing.</summary>
internal sealed class PagedTarget(int users)
{
    /// <summary>Never more than so many on a page.</summary>
    public int Cap { get; init; } = int.MaxValue;

    /// <summary>What <c>totalResults</c> says of the page and of all; <see langword="null"/>: it is left out.</summary>
    public Func<int, int, int?> Total { get; init; } = (_, all) => all;

    /// <summary>RFC 9865 alone.</summary>
    public bool ByCursor { get; init; }

    /// <summary>Told of each call.</summary>
    public Action Asking { get; init; } = () => { };

    /// <summary>Refuses cursors that begin so, as if they had expired.</summary>
    public string? Forgotten { get; set; }

    /// <summary>All in one answer.</summary>
    public bool Whole { get; init; }

    public Task<FakeTarget> StartAsync() => FakeTarget.StartAsync(AnswerAsync);

    /// <summary>What was asked, without the endpoint: <c>startIndex=8&amp;count=7</c>.</summary>
    public static IEnumerable<string> Asked(FakeTarget target) =>
        target.Requests.Select(request => request.PathAndQuery.Split('?').ElementAtOrDefault(1) ?? "");

    private Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        Asking();
        var query = context.Request.Query;
        if (ByCursor && query.ContainsKey("startIndex"))
            return context.AnswerAsync(400, """{"detail":"Only cursors are known here."}""");
        if (Forgotten is not null && query["cursor"].ToString().StartsWith(Forgotten, StringComparison.Ordinal))
            return context.AnswerAsync(400, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"expiredCursor","detail":"Too late."}""");
        if (int.TryParse(request.PathAndQuery.Split('/')[^1], out int one)) return context.AnswerAsync(200, User(one));
        int start = ByCursor ? Number(query["cursor"].ToString().TrimStart('c'), 1) : Number(query["startIndex"], 1);
        int count = Math.Min(Number(query["count"], 20), Cap);
        if (Whole) (start, count) = (1, users);
        int end = (int)Math.Min((long)start + count, users + 1);
        string[] page = [.. Enumerable.Range(start, Math.Max(end - start, 0)).Select(User)];
        var text = new StringBuilder("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],""");
        if (Total(page.Length, users) is { } total) text.Append($"\"totalResults\":{total},");
        if (ByCursor && end <= users) text.Append($"\"nextCursor\":\"c{end}\",");
        return context.AnswerAsync(200, text.Append("\"Resources\":[").AppendJoin(',', page).Append("]}").ToString());
    }

    private string User(int number) =>
        $$"""{"id":"{{number}}","userName":"user{{number}}","active":{{(number % 3 == 0 ? "false" : "true")}},"title":"t{{users - number:000000}}"}""";

    private static int Number(string? text, int otherwise) => int.TryParse(text, out int number) ? number : otherwise;
}
