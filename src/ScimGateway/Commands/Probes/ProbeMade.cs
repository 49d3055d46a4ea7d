using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Commands.Probes;

/// <summary>The resources that a probe has created, and removes again.</summary>
internal sealed class ProbeMade(ProbeClient client, ProbeReport report)
{
    private readonly List<One> made = [];
    private readonly List<string> unknown = [];

    /// <summary>Creates one.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="resource">In the client's words.</param>
    /// <returns>The answer, and its id; <see langword="null"/> for the id if it was not created, or cannot be found.</returns>
    public async Task<(ProbeAnswer? Answer, string? Id)> CreateAsync(ProbeKind kind, JsonObject resource,
        CancellationToken cancellation)
    {
        string name = resource[kind.Key]!.GetValue<string>();
        JsonObject body;
        try
        {
            body = kind.Body(resource, ScimOperation.Create);
        }
        catch (ScimException fault)
        {
            report.Say($"The mapping does not take the test {kind.Word}: {ProbeAnswer.Line(fault.Message)}");
            return default;
        }

        unknown.Add(name); // until there is an answer
        var answer = await client.SendAsync(HttpMethod.Post, kind.Endpoint, body, cancellation);
        if (!answer.IsGood)
        {
            unknown.Remove(name);
            return (answer, null);
        }

        report.Worked = true;
        string? id = Id(answer) ?? await FoundAsync(kind, body, cancellation);
        if (id is null) return (answer, null);
        unknown.Remove(name);
        if (!made.Exists(one => one.Path == kind.PathOf(id))) made.Add(new One(kind, kind.PathOf(id), name));
        return (answer, id);
    }

    /// <summary>Removes all of them, the last one first, even after a cancellation, and reports those that remain.</summary>
    /// <param name="removed">Called for each: the answer to the DELETE, and the status of the read after it.</param>
    public async Task RemoveAsync(Action<ProbeKind, ProbeAnswer, int> removed)
    {
        var left = new List<string>(unknown.Select(name => $"'{name}' (whether it was created is not known)"));
        for (int i = made.Count - 1; i >= 0; i--)
            if (!await GoneAsync(made[i], removed)) left.Add($"the {made[i].Kind.Word} '{made[i].Name}' ({made[i].Path})");
        if (left.Count > 0) report.Say($"Not removed: {string.Join(", ", left)}. Please remove by hand.");
        else if (made.Count > 0)
            report.Say(made.Exists(one => one.Kind.Word == "group")
                ? "The test users and the test group are gone."
                : "The test users are gone.");
    }

    private async Task<bool> GoneAsync(One one, Action<ProbeKind, ProbeAnswer, int> removed)
    {
        try
        {
            var gone = await client.SendAsync(HttpMethod.Delete, one.Path, null, CancellationToken.None);
            var after = await client.GetAsync(one.Path, CancellationToken.None);
            removed(one.Kind, gone, after.Status);
            return !after.IsGood && (gone.IsGood || gone.Status == 404) && after.Status is >= 400 and < 500;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string? Id(ProbeAnswer answer)
    {
        if (answer.Object?.Find("id") is JsonValue id) return id.ToString();
        string path = answer.Location?.Split('?', '#')[0].TrimEnd('/') ?? "";
        int end = path.LastIndexOf('/');
        return end < 0 || end == path.Length - 1 ? null : Uri.UnescapeDataString(path[(end + 1)..]);
    }

    private async Task<string?> FoundAsync(ProbeKind kind, JsonObject body, CancellationToken cancellation)
    {
        if (ProbeKind.Literal(body, kind.KeyThere) is not { } literal) return null;
        var found = (await client.GetAsync(kind.Query($"{kind.KeyThere} eq {literal}"), cancellation)).List;
        return found is { Resources: [var only] } && ProbeKind.Literal(only, kind.KeyThere) == literal
            ? only.Find("id")?.ToString()
            : null;
    }

    private sealed record One(ProbeKind Kind, string Path, string Name);
}
