using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Emulation;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;

namespace ScimGateway.Commands;

/// <summary><c>check [gateway.yaml] [--no-secrets]</c>: reports every fault of a config and its mappings, before it runs
/// anywhere.</summary>
internal static class CheckCommand
{
    /// <param name="withSecrets">Whether a missing secret is a fault.</param>
    /// <returns>The exit code: 0 when the gateway would start with it, 1 when not.</returns>
    public static int Run(string path, bool withSecrets, Shown shown)
    {
        var faults = new List<string>();
        GatewayConfig? config = null;
        try
        {
            config = withSecrets ? GatewayConfigReader.Read(path) : GatewayConfigReader.ReadWithoutSecrets(path);
        }
        catch (ConfigException fault)
        {
            faults.AddRange(fault.Faults.Select(one => one.ToString()));
        }

        var folders = config?.Targets.Select(target => target.MappingFolder).OfType<string>() ?? MappingFolders(path);
        var mappings = folders.Distinct(StringComparer.Ordinal).ToList();
        var notes = new List<string>();
        var read = new Dictionary<string, TargetMapping>(StringComparer.Ordinal);
        foreach (string folder in mappings)
            if (Read(folder, config?.Limits ?? new GatewayLimits(), faults, notes) is { } mapping) read[folder] = mapping;
        if (config is not null) AddStored(config, read, faults, notes);
        foreach (string fault in faults) shown.Bad(fault);
        if (faults.Count > 0)
        {
            shown.Line($"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in {path} and {mappings.Count} mappings.");
            return 1;
        }

        foreach (string note in notes) shown.Line(note);
        foreach (string warning in ConfigWarnings.In(config!, TimeProvider.System.GetUtcNow())) shown.Line("warning: " + warning);
        shown.Good($"{path} is good: {config!.Clients.Count} clients, {config.Targets.Count} targets, {mappings.Count} mappings.{(withSecrets ? "" : " Secrets that are not here were not looked at.")}");
        return 0;
    }

    private static void AddStored(
        GatewayConfig config, Dictionary<string, TargetMapping> read, List<string> faults, List<string> notes)
    {
        var mappings = config.Targets.Where(target => target.MappingFolder is { } folder && read.ContainsKey(folder))
            .ToDictionary(target => target.Name, target => read[target.MappingFolder!], StringComparer.Ordinal);
        if (StateNeeds.Fault(config, mappings) is { } fault) faults.Add(fault.ToString());
        notes.AddRange(StateNeeds.Of(config, mappings)
            .Select(kept => $"stored: {kept.Target}: {kept.What}: in {config.State.Place}"));
    }

    private static TargetMapping? Read(string folder, GatewayLimits limits, List<string> faults, List<string> notes)
    {
        try
        {
            var mapping = MappingCompiler.Compile(folder, limits.ToScriptLimits());
            string file = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(folder, "mapping.js"));
            foreach (var resource in mapping.Resources)
                notes.AddRange(resource
                    .Rows.Where(row => row.Note is not null)
                    .Select(row => $"note: {file}:{row.Line}: {resource.Type.Name}: {row.Note}"));
            return mapping;
        }
        catch (MappingException fault)
        {
            faults.AddRange(fault.Faults.Select(one => one.ToString()));
            return null;
        }
    }

    // If the file cannot be used, at least the mappings beside it are checked: all faults are reported together.
    private static IEnumerable<string> MappingFolders(string path)
    {
        string mappings = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "mappings");
        return Directory.Exists(mappings)
            ? Directory
                .EnumerateDirectories(mappings)
                .Where(folder => File.Exists(Path.Combine(folder, "mapping.js")))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
