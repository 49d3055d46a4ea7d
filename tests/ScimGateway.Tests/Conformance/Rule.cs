namespace ScimGateway.Tests.Conformance;

/// <summary>One sentence of an RFC, and how a server is held to it.</summary>
/// <param name="Section"><c>7644 §3.3</c></param>
/// <param name="Sentence">What must be true; unique among the rules.</param>
/// <param name="HoldAsync">Fails when it is not true.</param>
internal sealed record Rule(string Section, string Sentence, Func<ScimServer, Task> HoldAsync)
{
    /// <summary>Whether it only reads the <see cref="Population"/>; else it starts with an empty server.</summary>
    public bool Reads { get; init; }

    public static Rule OfReading(string section, string sentence, Func<ScimServer, Task> hold) =>
        new(section, sentence, hold) { Reads = true };
}
