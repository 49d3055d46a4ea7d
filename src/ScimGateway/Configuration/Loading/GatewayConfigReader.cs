using ScimGateway.Configuration.Reading;
using ScimGateway.Configuration.Rules;

namespace ScimGateway.Configuration.Loading;

/// <summary>Reads gateway.yaml as a whole, or reports all its faults.</summary>
internal static class GatewayConfigReader
{
    /// <param name="path">The file, absolute or from the current directory.</param>
    /// <exception cref="ConfigException">All faults of the file, or that it is missing.</exception>
    public static GatewayConfig Read(string path) => Read(path, Environment.GetEnvironmentVariable);

    /// <summary>Reads a config on a machine that does not have its secrets: missing ones have a <see cref="Secret.Absence"/>, and
    /// all other rules apply.</summary>
    /// <exception cref="ConfigException">All faults of the file except missing secrets.</exception>
    public static GatewayConfig ReadWithoutSecrets(string path) =>
        Read(path, Environment.GetEnvironmentVariable, secretsMayBeAbsent: true);

    internal static GatewayConfig Read(string path, Func<string, string?> environment, bool secretsMayBeAbsent = false)
    {
        var faults = new FaultList(path);
        string text = ConfigText.Read(path, faults);
        YamlMap yaml = new YamlReader(text, faults).Read();
        ConfigDraft draft = MapReader.ReadWhole(
            new MapReader(yaml, "", faults),
            new GatewayReader(path, environment, secretsMayBeAbsent).Read
        );
        foreach (IConfigRule rule in ConfigRules.All) rule.Check(draft);
        faults.ThrowIfAny(draft.Config);
        return draft.Config;
    }
}
