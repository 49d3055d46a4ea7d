using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Configuration;

/// <summary>A value that no log, message or serializer shows: only <see cref="Reveal"/> tells it.</summary>
internal sealed class Secret(string value, bool isLiteral = false) : IEquatable<Secret>
{
    /// <summary>Characters that a target's secret must have to be looked for in what the target answers: a shorter one would be
    /// found in any text.</summary>
    public const int Shortest = 8;

    /// <summary>Whether it stands in the file itself, as only a demo's may.</summary>
    public bool IsLiteral { get; } = isLiteral;

    /// <summary>Why it is not there, and what stands here is nobody's; <see langword="null"/>: it is there. Only a reader that
    /// needs no secrets gives one out.</summary>
    public string? Absence { get; private init; }

    /// <summary>The file that it was read from, absolute; <see langword="null"/>: it stands elsewhere.</summary>
    public string? File { get; init; }

    /// <summary>Stands for a secret that is not there: the same for the same reference, and long enough for every rule.</summary>
    internal static Secret Missing(string reference, string why) =>
        new("absent-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)))) { Absence = why };

    public string Reveal() => value;

    /// <summary>By the value, so that two readings of one config are equal.</summary>
    public bool Equals(Secret? other) => other is not null && other.Reveal() == value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "(secret)";
}
