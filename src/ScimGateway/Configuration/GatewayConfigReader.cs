using ScimGateway.Configuration.Reading;
using ScimGateway.Configuration.Rules;

namespace ScimGateway.Configuration;

/// <summary>Reads gateway.yaml whole, or says everything that is wrong with it.</summary>
public static class GatewayConfigReader
{
    /// <param name="path">The file, absolute or from the current directory.</param>
    /// <exception cref="ConfigException">All faults of the file, its absence among them.</exception>
    public static GatewayConfig Read(string path) => Read(path, Environment.GetEnvironmentVariable);

    internal static GatewayConfig Read(string path, Func<string, string?> environment)
    {
        var faults = new FaultList(path);
        string text = ConfigText.Read(path, faults);
        YamlMap yaml = new YamlReader(text, faults).Read();
        ConfigDraft draft = MapReader.ReadWhole(new MapReader(yaml, "", faults), new GatewayReader(path, environment).Read);
        foreach (IConfigRule rule in ConfigRules.All) rule.Check(draft);
        faults.ThrowIfAny(draft.Config.Files);
        return draft.Config;
    }
}
