namespace ScimGateway.Configuration.Loading;

/// <summary>The source of a config, at the start and at each reload.</summary>
/// <param name="Path">The file that is watched for edits.</param>
/// <param name="Read">Reads it; throws a <see cref="ConfigException"/> with all faults.</param>
internal sealed record ConfigSource(string Path, Func<GatewayConfig> Read)
{
    public static ConfigSource File(string path) => new(path, () => GatewayConfigReader.Read(path));
}
