namespace ScimGateway.Configuration;

/// <summary>A value that no log, message or serializer shows: only <see cref="Reveal"/> tells it.</summary>
public sealed class Secret(string value, bool isLiteral = false)
{
    /// <summary>Whether it stands in the file itself, as only a demo's may.</summary>
    public bool IsLiteral { get; } = isLiteral;

    public string Reveal() => value;

    public override string ToString() => "(secret)";
}
