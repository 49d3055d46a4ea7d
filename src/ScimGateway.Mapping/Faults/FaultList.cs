namespace ScimGateway.Mapping.Faults;

/// <summary>Collects the faults of one file, so that all are reported together.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<MappingFault> faults = [];

    public void Add(int line, string message) => faults.Add(new MappingFault(file, line, message));

    /// <exception cref="MappingException">There are any.</exception>
    public void Throw()
    {
        if (faults.Count > 0) throw new MappingException([.. faults.Distinct().OrderBy(fault => fault.Line)]);
    }
}
