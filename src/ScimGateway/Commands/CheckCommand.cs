using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Commands;

/// <summary><c>check [gateway.yaml] [--no-secrets]</c>: everything that is wrong with a config and its mappings, before it runs
/// anywhere.</summary>
internal static class CheckCommand
{
    /// <param name="withSecrets">Whether a secret that is not there is a fault.</param>
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
        foreach (string folder in mappings) Read(folder, config?.Limits ?? new GatewayLimits(), faults, notes);
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

    private static void Read(string folder, GatewayLimits limits, List<string> faults, List<string> notes)
    {
        try
        {
            var mapping = MappingCompiler.Compile(folder, limits.ToScriptLimits());
            string file = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(folder, "mapping.js"));
            foreach (var resource in mapping.Resources)
                notes.AddRange(resource
                    .Rows.Where(row => row.Note is not null)
                    .Select(row => $"note: {file}:{row.Line}: {resource.Type.Name}: {row.Note}"));
        }
        catch (MappingException fault)
        {
            faults.AddRange(fault.Faults.Select(one => one.ToString()));
        }
    }

    // Of a file that cannot be used, at least the mappings that lie beside it: all faults are told together.
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
