using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Configuration;
using ScimGateway.Pipeline;

namespace ScimGateway.Commands.Cases;

/// <summary>Runs a case through the real pipeline, and reports the differences between the result and the case.</summary>
internal static class CaseRunner
{
    /// <param name="one">The case.</param>
    /// <param name="mapping">The folder of the mapping.</param>
    /// <returns>The case with its real result.</returns>
    /// <exception cref="ConfigException">The mapping cannot be used.</exception>
    public static async Task<CaseOutcome> RunAsync(MappingCase one, string mapping, CancellationToken cancellation)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(mapping));
        var target = new TargetConfig { Name = name.ToLowerInvariant(), MappingFolder = Path.GetFullPath(mapping) };
        var client = new ClientConfig { Name = one.Profile, Profile = one.Profile, Tokens = [], Targets = [] };
        await using var road = await OfflineRoad.OpenAsync(target, client, new GatewayLimits(), cancellation);
        var calls = new List<CaseCall>();
        int unexpected = 0;
        var given = await road.SendAsync(one.Request, request =>
        {
            // A call that the case does not have gets the answer of a well-behaved server, and is a difference in any case.
            if (calls.Count >= one.Calls.Count) unexpected++;
            var answer = calls.Count < one.Calls.Count ? one.Calls[calls.Count].Answers : MadeUp.Answer(request);
            calls.Add(new CaseCall(request, answer));
            return answer;
        });
        var went = one with
        {
            Calls = calls,
            Given = given with
            {
                Headers = Asked(given.Headers, one.Given.Headers),
                Body = WithoutVersions(given.Body, one.Given.Body),
            }
        };
        return new CaseOutcome(one, went, unexpected);
    }

    // The gateway's versions are made from the target's exact bytes; a case mentions them only if it wants to.
    private static string? WithoutVersions(string? given, string? said)
    {
        if (
            given is null
            || said?.Contains("\"version\"", StringComparison.Ordinal) == true
            || JsonNode.Parse(given) is not JsonObject body
        )
            return given;
        var resources = body["Resources"] is JsonArray list ? list.OfType<JsonObject>() : [body];
        foreach (var resource in resources) (resource["meta"] as JsonObject)?.Remove("version");
        return body.ToJsonString();
    }

    // Only the headers that the case mentions.
    private static List<KeyValuePair<string, string>> Asked(
        IReadOnlyList<KeyValuePair<string, string>> given,
        IReadOnlyList<KeyValuePair<string, string>> asked
    ) =>
        [.. given.Where(header => asked.Any(one => one.Key.Equals(header.Key, StringComparison.OrdinalIgnoreCase)))];
}

/// <summary>The result of a case.</summary>
/// <param name="Said">The case as it was written.</param>
/// <param name="Went">The case as it really was.</param>
/// <param name="Unexpected">Calls to the target that the case does not have; their answers were made up.</param>
internal sealed record CaseOutcome(MappingCase Said, MappingCase Went, int Unexpected)
{
    public bool Passed =>
        Said.Calls.Count == Went.Calls.Count
        && Said.Calls.Zip(Went.Calls, (said, went) => Same(said.Gets, went.Gets)).All(same => same)
        && Same(Said.Given, Went.Given);

    /// <summary>The case as <c>--update</c> writes it: parts that are the same keep their form.</summary>
    public MappingCase Updated => Went with
    {
        Calls = [.. Went.Calls.Select((went, index) =>
            index < Said.Calls.Count && Same(Said.Calls[index].Gets, went.Gets) ? Said.Calls[index] : went)],
        Given = Same(Said.Given, Went.Given) ? Said.Given : Went.Given,
    };

    private static bool Same(OfflineRequest one, OfflineRequest other) =>
        one.Method == other.Method && Path(one.Target) == Path(other.Target) && Same(one.Body, other.Body);

    private static bool Same(OfflineAnswer one, OfflineAnswer other) =>
        one.Status == other.Status && Same(one.Body, other.Body) && one.Headers.All(header => other.Headers.Any(given =>
            given.Key.Equals(header.Key, StringComparison.OrdinalIgnoreCase) && given.Value == header.Value));

    // A case may have a query that is not encoded: filter=userName eq "ana".
    private static string Path(string target) => Uri.UnescapeDataString(target.Replace('+', ' '));

    private static bool Same(string? one, string? other)
    {
        if (one is null || other is null) return one is null && other is null;
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));
        }
        catch (JsonException)
        {
            return one == other;
        }
    }
}
