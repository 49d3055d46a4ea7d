namespace ScimGateway.Configuration.Reading;

/// <summary>Collects the faults of one file, so that they are reported together.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<ConfigFault> faults = [];

    public void Add(int line, string path, string message) => faults.Add(new(file, line, path, message));

    /// <param name="draft">The part that could be read.</param>
    public void ThrowIfAny(GatewayConfig? draft = null)
    {
        if (faults.Count > 0)
            throw new ConfigException([.. faults.OrderBy(fault => fault.Line)]) { Files = draft?.Files ?? [], Draft = draft };
    }

    /// <summary>A fault after which nothing more can be read.</summary>
    public ConfigException Last(int line, string message, Exception? cause = null) =>
        new([.. faults, new(file, line, "", message)], cause);
}
