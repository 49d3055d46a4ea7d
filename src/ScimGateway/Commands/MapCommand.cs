using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Pipeline;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Commands;

/// <summary>What <c>map</c> is asked.</summary>
/// <param name="Target">A target's name, or the folder of a mapping.</param>
/// <param name="Request">The file with the request.</param>
/// <param name="Answer">The file with the target's answer; <see langword="null"/>: a well-behaved server is made up.</param>
/// <param name="Profile">The client's profile.</param>
/// <param name="Config">The gateway.yaml that the target stands in.</param>
internal sealed record MapQuestion(string Target, string Request, string? Answer, string Profile, string Config);

/// <summary><c>map</c>: shows step by step what the gateway would send and why, and what the client would get. No network.</summary>
internal static class MapCommand
{
    public static async Task<int> RunAsync(MapQuestion question, Shown shown, CancellationToken cancellation)
    {
        try
        {
            var (target, limits) = Find(question);
            if (!ClientProfile.All.ContainsKey(question.Profile))
                throw new InvalidDataException($"There is no profile '{question.Profile}'; there are {string.Join(", ", ClientProfile.All.Keys)}.");
            var client = new ClientConfig { Name = question.Profile, Profile = question.Profile, Token = new ClientToken { Sha256 = [] }, Targets = [] };
            using var road = await OfflineRoad.OpenAsync(target, client, limits, cancellation);
            var answer = question.Answer is { } file ? MessageFile.Answer(await File.ReadAllTextAsync(file, cancellation)) : null;
            await ShowAsync(road, MessageFile.Request(await File.ReadAllTextAsync(question.Request, cancellation)), answer, shown);
            return 0;
        }
        catch (Exception fault) when (fault is ConfigException or CaseException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            shown.Bad(fault.Message);
            return 1;
        }
    }

    private static (TargetConfig Target, GatewayLimits Limits) Find(MapQuestion question)
    {
        if (Directory.Exists(question.Target))
        {
            string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(question.Target));
            return (new TargetConfig { Name = Path.GetFileName(folder).ToLowerInvariant(), MappingFolder = folder }, new GatewayLimits());
        }

        // No secret is used, so that none has to be there.
        var config = GatewayConfigReader.Read(question.Config, name => Environment.GetEnvironmentVariable(name) ?? $"no-{name}-is-needed-to-map-a-request");
        var target = config.Targets.FirstOrDefault(one => one.Name.Equals(question.Target, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"'{question.Target}' is no folder, and no target of {question.Config}; it has {string.Join(", ", config.Targets.Select(one => one.Name))}.");
        return (target, config.Limits);
    }

    private static async Task ShowAsync(OfflineRoad road, OfflineRequest request, OfflineAnswer? answer, Shown shown)
    {
        shown.Title($"The client ({road.Client.Profile.Name}) sends");
        shown.Indented(CaseWriter.Text(request));
        var read = await CommonAsync(road, request, shown);
        if (read is not null) ShowWay(road.Target, read, shown);
        int calls = 0;
        var given = await road.SendAsync(request, call =>
        {
            shown.Title($"{++calls}. The target gets");
            shown.Indented(CaseWriter.Text(call));
            var told = answer ?? MadeUp.Answer(call);
            shown.Title(answer is null ? "   The target answers (made up)" : "   The target answers");
            shown.Indented(CaseWriter.Text(told));
            return told;
        });
        shown.Title(calls == 0 ? "The target gets nothing. The client gets" : "The client gets");
        shown.Indented(CaseWriter.Text(given));
    }

    private static async Task<ScimRequest?> CommonAsync(OfflineRoad road, OfflineRequest request, Shown shown)
    {
        try
        {
            var read = await road.ReadAsync(request);
            shown.Title("In RFC words");
            shown.Indented(Words(read));
            return read;
        }
        catch (ScimException)
        {
            return null; // a discovery document, or a request that is refused: what the client gets says why
        }
    }

    private static string Words(ScimRequest read) => read switch
    {
        { Resource: { } resource } => $"{read.Operation} of a {read.Type.Name}\n\n{CaseWriter.Pretty(resource.ToJsonString())}",
        { Patch: { } patch } => $"{read.Operation} of a {read.Type.Name}\n\n{CaseWriter.Pretty(patch.ToJson().ToJsonString())}",
        { Query.Filter: { } filter } => $"{read.Operation} of {read.Type.Endpoint} where {filter}",
        _ => $"{read.Operation} of a {read.Type.Name}",
    };

    private static void ShowWay(Target target, ScimRequest read, Shown shown)
    {
        var resource = target.Resources.Values.First(one => one.Mapping.Type.Name == read.Type.Name);
        shown.Title("It goes through");
        foreach (string layer in StackLayers.Of(resource.Stack)) shown.Line("    " + layer);
        var names = ProfileWords.ChangedAttributes(read).Concat(read.Query.Filter is { } filter ? filter.Paths.Select(path => path.ToString()) : []).ToList();
        var rows = resource.Mapping.Rows.Where(row => row.Client is { } client && names.Exists(name => Touches(client, name))).ToList();
        if (rows.Count == 0) return;
        shown.Title($"Rows of {target.Mapping.Name}/mapping.js");
        foreach (var row in rows) shown.Line($"    line {row.Line}: {row.Client} → {row.Target ?? "nothing (dropped)"}{(row.How is { } how ? $", {how}" : "")}");
    }

    private static bool Touches(string place, string name) =>
        place.Equals(name, StringComparison.OrdinalIgnoreCase) || Below(place, name) || Below(name, place);

    private static bool Below(string part, string whole) =>
        part.Length > whole.Length && part.StartsWith(whole, StringComparison.OrdinalIgnoreCase) && part[whole.Length] is '.' or '[' or ':';
}
