using ScimGateway.Commands.Cases;
using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Emulation;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Pipeline;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Commands;

/// <summary>The arguments of <c>map</c>.</summary>
/// <param name="Target">A target's name, or the folder of a mapping.</param>
/// <param name="Request">The file with the request.</param>
/// <param name="Answers">The files with the target's answers, in the order of its calls; missing answers are made up.</param>
/// <param name="Profile">The client's profile; <see langword="null"/>: that of a case, or <c>strict</c>.</param>
/// <param name="Config">The gateway.yaml with the target.</param>
internal sealed record MapQuestion(string Target, string Request, IReadOnlyList<string> Answers, string? Profile, string Config);

/// <summary><c>map</c>: shows step by step what the gateway would send and why, and what the client would get, without a
/// network.</summary>
internal static class MapCommand
{
    /// <returns>The exit code: 0 when the client gets a success, 1 for an error, and for arguments that cannot be used.</returns>
    public static async Task<int> RunAsync(MapQuestion question, Shown shown, CancellationToken cancellation)
    {
        try
        {
            var (target, limits) = Find(question);
            var asked = await MapInput.ReadAsync(question, cancellation);
            var client = new ClientConfig { Name = asked.Profile, Profile = asked.Profile, Tokens = [], Targets = [] };
            await using var road = await OfflineRoad.OpenAsync(target, client, limits, cancellation);
            return await ShowAsync(road, asked, shown) < 400 ? 0 : 1;
        }
        catch (Exception fault)
            when (fault is ConfigException or CaseException or InvalidDataException or IOException or UnauthorizedAccessException)
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
            return (
                new TargetConfig { Name = Path.GetFileName(folder).ToLowerInvariant(), MappingFolder = folder },
                new GatewayLimits()
            );
        }

        var config = GatewayConfigReader.ReadWithoutSecrets(question.Config); // no secret is used
        var target = config.Targets.FirstOrDefault(one => one.Name.Equals(question.Target, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"'{question.Target}' is no folder, and no target of {question.Config}; it has {string.Join(", ", config.Targets.Select(one => one.Name))}.");
        return (target, config.Limits);
    }

    /// <returns>The HTTP status that the client gets.</returns>
    private static async Task<int> ShowAsync(OfflineRoad road, MapInput asked, Shown shown)
    {
        shown.Title($"The client ({road.Client.Profile.Name}) sends");
        shown.Indented(CaseWriter.Text(asked.Request));
        var read = await CommonAsync(road, asked.Request, shown);
        if (read is not null) ShowWay(road.Target, read, shown);
        int calls = 0;
        var given = await road.SendAsync(asked.Request, call =>
        {
            shown.Title($"{calls + 1}. The target gets");
            shown.Indented(CaseWriter.Text(call));
            bool isTold = calls < asked.Answers.Count;
            var told = isTold ? asked.Answers[calls] : MadeUp.Answer(call);
            shown.Title(isTold ? "   The target answers" : "   The target answers (made up)");
            shown.Indented(CaseWriter.Text(told));
            calls++;
            return told;
        });
        if (calls < asked.Answers.Count)
            shown.Line($"{asked.Answers.Count - calls} of {asked.Answers.Count} answers were not needed.");
        shown.Title(calls == 0 ? "The target gets nothing. The client gets" : "The client gets");
        shown.Indented(CaseWriter.Text(given));
        return given.Status;
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
            return null; // a discovery document, or a refused request: the client's answer says why
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
        foreach (string layer in StackLayer.Of(resource.Stack)) shown.Line("    " + layer);
        var names = ProfileWords
            .ChangedAttributes(read)
            .Concat(read.Query.Filter is { } filter ? filter.Paths.Select(path => path.ToString()) : [])
            .ToList();
        var rows = resource.Mapping.Rows.Where(row =>
            IsAdded(row, read.Operation) || (row.Client is { } client && names.Exists(name => Touches(client, name)))).ToList();
        if (rows.Count == 0) return;
        shown.Title($"Rows of {target.Mapping.Name}/mapping.js");
        foreach (var row in rows) shown.Line($"    line {row.Line}: {Words(row)}");
    }

    private static string Words(MappingRow row) => row.Client is null
        ? $"{row.Target} is always {row.Given}"
        : $"{row.Client} → {row.Target ?? "nothing (dropped)"}{(row.How is { } how ? $", {how}" : "")}";

    /// <summary>Whether it adds something to the body that the client did not send, or may not have sent.</summary>
    private static bool IsAdded(MappingRow row, ScimOperation operation) => row.Given is not null && operation switch
    {
        ScimOperation.Create => row.Creates,
        ScimOperation.Replace => row.Updates,
        _ => false,
    };

    private static bool Touches(string place, string name) =>
        place.Equals(name, StringComparison.OrdinalIgnoreCase) || Below(place, name) || Below(name, place);

    private static bool Below(string part, string whole) =>
        part.Length > whole.Length
        && part.StartsWith(whole, StringComparison.OrdinalIgnoreCase)
        && part[whole.Length] is '.' or '[' or ':';
}
