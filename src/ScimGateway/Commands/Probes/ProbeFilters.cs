using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Commands.Probes;

/// <summary>Which filters a server supports: each must find the one resource that it should find, and not a similar
/// one.</summary>
/// <param name="one">A resource of the server's, as it shows it.</param>
internal sealed class ProbeFilters(ProbeClient client, ProbeReport report, ProbeSection can, ProbeKind kind, JsonObject one)
{
    private readonly string nobody = $"nobody-{Guid.NewGuid():N}";

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!await RefusesNobodyAsync(cancellation)) return;
        if (!kind.Attributes.Any(attribute => kind.There(attribute) is { } there && ProbeKind.Literal(one, there) is not null))
        {
            can.Open("filters", $"not tried: the {kind.Word} shows no value to look for");
            return;
        }

        var attributes = await AttributesAsync(cancellation);
        if (attributes.Count == 0)
        {
            can.Seen("filters", false, $"no 'eq' found the {kind.Word} that it should find, and nobody else");
            return;
        }

        var (path, literal) = attributes.FirstOrDefault(pair => pair.Literal.StartsWith('"'));
        if (path is null)
        {
            Print(["eq"], attributes, logical: false, caseExact: false);
            return;
        }

        bool caseExact = await IsCaseExactAsync(attributes, cancellation);
        bool logical = await LogicalAsync(path, literal, cancellation);
        var operators = new List<string> { "eq" };
        foreach (var (word, finds, misses) in Others(path, literal, logical))
        {
            bool isSeen = await FindsAsync(finds, cancellation) && !await FindsAsync(misses, cancellation);
            if (isSeen && await OfAllAsync(word, attributes, path, logical, cancellation)) operators.Add(word);
        }

        Print(operators, attributes, logical, caseExact);
    }

    /// <summary>Whether a name that is the same in any case (RFC 7643 section 4.1.1) is found only in its exact case.</summary>
    private async Task<bool> IsCaseExactAsync(
        List<(AttributePath Path, string Literal)> attributes,
        CancellationToken cancellation
    )
    {
        var (path, literal) = attributes.Find(pair => pair.Path == kind.KeyThere);
        if (path is null || literal.Contains('\\', StringComparison.Ordinal)) return false;
        string other = literal.Any(char.IsLower) ? literal.ToUpperInvariant() : literal.ToLowerInvariant();
        return other != literal && !await FindsAsync($"{path} eq {other}", cancellation);
    }

    /// <summary>A server that ignores filters returns everybody.</summary>
    private async Task<bool> RefusesNobodyAsync(CancellationToken cancellation)
    {
        string filter = $"{kind.KeyThere} eq \"{nobody}\"";
        var answer = await client.GetAsync(kind.Query(filter), cancellation);
        string found = answer.List is { } list ? $", {list.Resources.Count} {kind.Word}s" : "";
        report.Say($"A filter that finds nobody ({kind.KeyThere} eq \"…\"): {answer.Told}{found}");
        if (answer.List is not { Resources.Count: > 0 }) return true;
        can.Seen("filters", false, "a filter that nobody fits is answered with somebody");
        return false;
    }

    private async Task<List<(AttributePath Path, string Literal)>> AttributesAsync(CancellationToken cancellation)
    {
        var found = new List<(AttributePath, string)>();
        foreach (var path in kind.Attributes.Select(kind.There).OfType<AttributePath>().Distinct())
        {
            if (ProbeKind.Literal(one, path) is not { } literal) continue;
            string other = literal switch { "true" => "false", "false" => "true", _ => $"\"{nobody}\"" };
            if (await FindsAsync($"{path} eq {literal}", cancellation) && !await FindsAsync($"{path} eq {other}", cancellation))
                found.Add((path, literal));
        }

        return found;
    }

    private async Task<bool> LogicalAsync(AttributePath path, string literal, CancellationToken cancellation) =>
        await FindsAsync($"{path} eq {literal} and {path} eq {literal}", cancellation)
        && await FindsAsync($"{path} eq \"{nobody}\" or {path} eq {literal}", cancellation)
        && !await FindsAsync($"{path} eq {literal} and not ({path} eq {literal})", cancellation);

    // With many resources the one may be on a later page: if "and" is supported, it excludes the others.
    private IEnumerable<(string Word, string Finds, string Misses)> Others(AttributePath path, string literal, bool logical)
    {
        string text = literal[1..^1], half = Half(text);
        foreach (var (word, part) in new[] { ("sw", half), ("co", half), ("ew", text) })
            yield return (word, $"{path} {word} \"{part}\"", $"{path} {word} \"{nobody}\"");
        if (!logical) yield break;
        string only = $" and {path} eq {literal}";
        yield return ("ne", $"{path} ne \"{nobody}\"{only}", $"{path} ne {literal}{only}");
        yield return ("gt", $"{path} gt \"{half}\"{only}", $"{path} gt {literal}{only}");
        yield return ("ge", $"{path} ge {literal}{only}", $"{path} ge \"{text}z\"{only}");
        yield return ("lt", $"{path} lt \"{text}z\"{only}", $"{path} lt {literal}{only}");
        yield return ("le", $"{path} le {literal}{only}", $"{path} le \"{half}\"{only}");
    }

    // An escape sequence is not cut.
    private static string Half(string text) =>
        text.Contains('\\', StringComparison.Ordinal) ? text : text[..Math.Max(1, text.Length / 2)];

    /// <summary>The output is true for each attribute with each operator.</summary>
    private async Task<bool> OfAllAsync(string word, List<(AttributePath Path, string Literal)> attributes, AttributePath tried,
        bool logical, CancellationToken cancellation)
    {
        foreach (var (path, literal) in attributes.Where(pair => pair.Path != tried && pair.Literal.StartsWith('"')))
            if (!await FindsAsync(Others(path, literal, logical).First(other => other.Word == word).Finds, cancellation))
                return false;
        return true;
    }

    private async Task<bool> FindsAsync(string filter, CancellationToken cancellation) =>
        (await client.GetAsync(kind.Query(filter), cancellation)).List is { } list
        && list.Resources.Any(found => JsonNode.DeepEquals(found.Find("id"), one.Find("id")));

    private void Print(
        List<string> operators,
        List<(AttributePath Path, string Literal)> attributes,
        bool logical,
        bool caseExact
    ) => can.Seen(
        "filters",
        $"{{ operators: [{Quoted(operators)}], attributes: [{Quoted(attributes.Select(pair => pair.Path.ToString()))}], "
            + $"logical: {(logical ? "true" : "false")}{(caseExact ? ", caseExact: true" : "")} }}",
        $"each found the {kind.Word} that it should find, and a like one did not");

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"\"{Escaped(word)}\""));

    private static string Escaped(string word) =>
        word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
