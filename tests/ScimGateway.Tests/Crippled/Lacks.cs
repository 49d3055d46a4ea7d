using System.Globalization;

namespace ScimGateway.Tests.Crippled;

/// <summary>What real servers cannot do; they can be put together as one likes.</summary>
internal static class Lacks
{
    /// <summary>405 for methods (RFC 7644 section 3.2) on paths that begin so.</summary>
    public static Lack Method(string method, string path = "/") => (call, server) =>
        call.Method == method && call.Path.StartsWith(path, StringComparison.Ordinal)
            ? Task.FromResult(ServerAnswer.Error(405, $"{method} is not allowed."))
            : server(call);

    /// <summary>404 for an endpoint, as if nobody had ever heard of it.</summary>
    public static Lack Endpoint(string ending) => (call, server) =>
        call.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
            ? Task.FromResult(ServerAnswer.Error(404, "There is nothing here."))
            : server(call);

    /// <summary>The parameters are as good as not there.</summary>
    public static Lack Ignoring(params string[] parameters) => (call, server) => server(call.Without(parameters));

    public static Lack RefusingFilters() => (call, server) =>
        call.Filter is null
            ? server(call)
            : Task.FromResult(ServerAnswer.Error(400, "Filters are not supported.", "invalidFilter"));

    /// <summary>Only the one look-up that every server has.</summary>
    public static Lack OnlyByName() => (call, server) =>
        call.Filter is null || IsLookUp(call.Filter, call.Path == "/Users" ? "userName" : "displayName")
            ? server(call)
            : Task.FromResult(ServerAnswer.Error(400, "Only the name can be asked for.", "invalidFilter"));

    /// <summary>404 in place of an empty list.</summary>
    public static Lack MissIsNotFound() => async (call, server) =>
    {
        var answer = await server(call);
        return call.Filter is not null && answer.Json?["totalResults"]?.GetValue<int>() == 0
            ? ServerAnswer.Error(404, "Nobody found.")
            : answer;
    };

    /// <summary>Success without a resource: 201 with a Location, 204 for changes.</summary>
    public static Lack Terse() => async (call, server) =>
    {
        var answer = await server(call);
        if (!call.IsWrite || answer.Status is < 200 or > 299) return answer;
        return call.Method == "POST"
            ? new ServerAnswer(201) { Location = answer.Json?["meta"]?["location"]?.ToString() }
            : new ServerAnswer(204);
    };

    /// <summary>A create is answered with the id alone.</summary>
    public static Lack TellingIdsAlone() => async (call, server) =>
    {
        var answer = await server(call);
        return call.Method == "POST" && answer is { Status: 201, Json: { } json }
            ? answer with { Json = new() { ["id"] = json["id"]!.GetValue<string>() } }
            : answer;
    };

    /// <summary>Errors as a web server in between writes them.</summary>
    public static Lack HtmlErrors() => async (call, server) =>
    {
        var answer = await server(call);
        return answer.Status < 400 ? answer : new ServerAnswer(answer.Status)
        {
            Html = $"<html><body><h1>{answer.Status}</h1></body></html>",
            RetryAfter = answer.RetryAfter,
        };
    };

    /// <summary>Bodies that come in many small packets.</summary>
    public static Lack InPieces() => async (call, server) => (await server(call)) with { Delivery = Delivery.InPieces };

    /// <summary>429 for each call that was not made before, "come back now" as seconds or as a date (RFC 9110 section
    /// 10.2.3).</summary>
    public static Lack Throttling(bool byDate) => RefusingOnce(() => ServerAnswer.Error(429, "Too many requests.") with
    {
        RetryAfter = byDate ? DateTimeOffset.UnixEpoch.AddYears(50).ToString("R", CultureInfo.InvariantCulture) : "0",
    });

    /// <summary>A connection that ends before the server has seen the call, unless it was made before.</summary>
    public static Lack Resetting() => RefusingOnce(() => new ServerAnswer(0) { Delivery = Delivery.Reset });

    private static Lack RefusingOnce(Func<ServerAnswer> refusal)
    {
        var seen = new HashSet<(string, string, string)>();
        return (call, server) =>
        {
            bool known;
            lock (seen) known = !seen.Add((call.Method, call.PathAndQuery, call.Body));
            return known ? server(call) : Task.FromResult(refusal());
        };
    }

    private static bool IsLookUp(string filter, string attribute)
    {
        string start = $"{attribute} eq \"";
        return filter.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            && filter.IndexOf('"', start.Length) == filter.Length - 1;
    }
}
