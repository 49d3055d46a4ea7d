namespace ScimGateway.Configuration;

/// <summary>The bounds of a number or a duration in gateway.yaml, in the file's own spelling:
/// <c>[Bounds("100ms", "5m")]</c>.</summary>
/// <remarks>A property with bounds is a key of its section: the reader sets it, checks the bounds and names them in
/// faults.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundsAttribute(string least, string most) : Attribute
{
    public string Least { get; } = least;

    public string Most { get; } = most;
}
