namespace ScimGateway.Mapping.Faults;

/// <summary>One fault of a mapping: where, what, and what to write instead.</summary>
/// <param name="File">The path of the file, as it was given.</param>
/// <param name="Line">The line, from 1; 0 when the fault has no place in the file.</param>
/// <param name="Message">What is wrong and the remedy, in sentences.</param>
public sealed record MappingFault(string File, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}

/// <summary>A mapping that cannot be used, with all its faults at once.</summary>
public sealed class MappingException(IReadOnlyList<MappingFault> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<MappingFault> Faults { get; } = faults;
}
