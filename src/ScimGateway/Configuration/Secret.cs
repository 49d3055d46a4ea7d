using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Configuration;

/// <summary>A value that no log, message or serializer shows: only <see cref="Reveal"/> returns it.</summary>
internal sealed class Secret(string value, bool isLiteral = false) : IEquatable<Secret>
{
    /// <summary>The least length of a target's secret that is searched in the target's answers: a shorter one would be found in
    /// any text.</summary>
    public const int Shortest = 8;

    /// <summary>Whether it is a literal in gateway.yaml, which only a demo may have.</summary>
    public bool IsLiteral { get; } = isLiteral;

    /// <summary>Why it is missing, and the value is only a placeholder; <see langword="null"/>: it is there. Only a reader that
    /// needs no secrets returns such a secret.</summary>
    public string? Absence { get; private init; }

    /// <summary>The file that it was read from, absolute; <see langword="null"/>: it was not in a file.</summary>
    public string? File { get; init; }

    /// <summary>A placeholder for a missing secret: the same for the same reference, and long enough for every rule.</summary>
    internal static Secret Missing(string reference, string why) =>
        new("absent-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)))) { Absence = why };

    public string Reveal() => value;

    /// <summary>By value, so that two readings of one config are equal.</summary>
    public bool Equals(Secret? other) => other is not null && other.Reveal() == value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "(secret)";
}
