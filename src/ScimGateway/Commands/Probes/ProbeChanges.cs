using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Commands.Probes;

/// <summary>How a test resource can be changed: a change counts only if a read shows it.</summary>
/// <param name="id">The resource's.</param>
/// <param name="resource">Makes it in the client's words, with a text in the attribute that is changed.</param>
/// <param name="attribute">The client's name of the attribute that is changed.</param>
internal sealed class ProbeChanges(ProbeClient client, ProbeReport report, ProbeSection can, ProbeKind kind, string id,
    Func<string, JsonObject> resource, string attribute)
{
    private readonly string path = kind.PathOf(id);

    /// <summary>Whether a PATCH is a resource that is merged.</summary>
    public bool Merges { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (kind.There(attribute) is not { } place)
        {
            foreach (string key in new[] { "patch", "put", "etag" })
                can.Open(key, $"not tried: the mapping has no place for {attribute}");
            return;
        }

        bool patches = await PatchAsync(place, cancellation);
        bool puts = await PutAsync(place, cancellation);
        await VersionAsync(place, patches, puts, cancellation);
    }

    private async Task<bool> PatchAsync(AttributePath place, CancellationToken cancellation)
    {
        var patched = await client.SendAsync(HttpMethod.Patch, path, ProbeTexts.Replace(place, "Patched"), cancellation);
        if (await IsAsync(place, "Patched", cancellation))
        {
            can.Seen("patch", true, $"a replace of {place} was stored");
            if (kind.Word == "user") await ValuePathAsync(cancellation);
            return true;
        }

        report.Say($"PATCH of {place} by a PatchOp: {patched.Told}, and it was not stored.");
        var merged = await BodyAsync("Merged", ScimOperation.Patch, HttpMethod.Patch, cancellation);
        Merges = await IsAsync(place, "Merged", cancellation);
        if (Merges) can.Seen("patch", "\"merge\"", "a PatchOp was not stored, a resource merged");
        else Never("patch", "neither a PatchOp nor a resource was stored", patched, merged);
        return false;
    }

    private async Task ValuePathAsync(CancellationToken cancellation)
    {
        if (kind.There("emails") is not { } emails) return;
        const string other = "other-scim-gateway-probe@example.com";
        var change = ProbeTexts.Patch("replace", $"{emails}[type eq \"work\"].value", other);
        await client.SendAsync(HttpMethod.Patch, path, change, cancellation);
        string? shown = (await client.GetAsync(path, cancellation)).Body?.ToJsonString();
        bool understood = shown?.Contains(other, StringComparison.Ordinal) == true;
        report.Say($"A PATCH with a value path ({emails}[type eq \"work\"].value) was {(understood ? "" : "not ")}stored.");
    }

    private async Task<bool> PutAsync(AttributePath place, CancellationToken cancellation)
    {
        var put = await BodyAsync("Replaced", ScimOperation.Replace, HttpMethod.Put, cancellation);
        bool puts = await IsAsync(place, "Replaced", cancellation);
        if (!puts) Never("put", "a PUT was not stored", put);
        else if (await KeepsAsync(cancellation) is { } kept)
            can.Seen("put", "\"merge\"", $"a PUT without {kept} was stored, and {kept} stayed");
        else
            can.Seen("put", true, "a PUT was stored");
        return puts;
    }

    /// <summary>An attribute that stays although a PUT leaves it out; <see langword="null"/>: none was seen.</summary>
    private async Task<AttributePath?> KeepsAsync(CancellationToken cancellation)
    {
        var before = (await client.GetAsync(path, cancellation)).Object;
        string? word = Array.Find(
            Optional,
            name => name != attribute && kind.There(name) is { } there && ProbeKind.Text(before, there) is { Length: > 0 }
        );
        if (word is null || kind.There(word) is not { } place) return null;
        var answer = await BodyAsync("Left", ScimOperation.Replace, HttpMethod.Put, cancellation, without: word);
        var after = (await client.GetAsync(path, cancellation)).Object;
        return answer is { IsGood: true } && ProbeKind.Text(after, place) == ProbeKind.Text(before, place) ? place : null;
    }

    // An attribute that a user need not have, and the test user has.
    private static readonly string[] Optional = ["displayName", "externalId"];

    private async Task VersionAsync(AttributePath place, bool patches, bool puts, CancellationToken cancellation)
    {
        if (!patches && !puts)
        {
            can.Open("etag", "not tried: it takes a PatchOp or a PUT that is stored");
            return;
        }

        var answer = patches
            ? await client.SendAsync(HttpMethod.Patch, path, ProbeTexts.Replace(place, "Conditional"), cancellation, Stale)
            : await BodyAsync("Conditional", ScimOperation.Replace, HttpMethod.Put, cancellation, Stale);
        if (answer?.Status == 412) can.Seen("etag", true, "an If-Match of another version was answered with 412");
        else if (await IsAsync(place, "Conditional", cancellation))
            can.Seen("etag", false, "an If-Match of another version was overlooked");
        else can.Open("etag", $"not seen: an If-Match of another version was answered with {answer?.Status}");
    }

    private const string Stale = "W/\"scim-gateway-probe\"";

    private async Task<ProbeAnswer?> BodyAsync(string text, ScimOperation operation, HttpMethod method,
        CancellationToken cancellation, string? ifMatch = null, string? without = null)
    {
        try
        {
            var changed = resource(text);
            if (without is not null) changed.Remove(without);
            var body = kind.Body(changed, operation);
            if (operation == ScimOperation.Replace) body["id"] = id;
            return await client.SendAsync(method, path, body, cancellation, ifMatch);
        }
        catch (ScimException fault)
        {
            report.Say($"The mapping does not take the changed test {kind.Word}: {ProbeAnswer.Line(fault.Message)}");
            return null;
        }
    }

    // A 400 may be about this body alone: the answer to another one is unknown.
    private void Never(string key, string what, params ProbeAnswer?[] answers)
    {
        foreach (var answer in answers.OfType<ProbeAnswer>().Where(answer => !answer.IsGood).TakeLast(1))
            report.Say($"{key.ToUpperInvariant()} of the {kind.Word}: {answer.Told}");
        if (answers.All(answer => answer is { IsGood: true } or { IsNever: true })) can.Seen(key, false, what);
        else can.Open(key, $"not seen: answered with {string.Join(" and ", answers.Select(answer => answer?.Status))}");
    }

    private async Task<bool> IsAsync(AttributePath place, string text, CancellationToken cancellation)
    {
        var read = await client.GetAsync(path, cancellation);
        return ProbeKind.Text(read.Object, place)?.EndsWith(text, StringComparison.Ordinal) == true;
    }
}
