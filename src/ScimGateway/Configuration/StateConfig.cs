using ScimGateway.Stores.Sealing;

namespace ScimGateway.Configuration;

/// <summary>The gateway's own store (<c>state</c>).</summary>
internal sealed record StateConfig
{
    /// <summary>The default, relative to the folder of gateway.yaml.</summary>
    public const string Default = "sqlite:data/gateway.db";

    /// <summary>The SQLite file, absolute, made when it is first needed; <see langword="null"/>: elsewhere.</summary>
    public string? File { get; init; }

    /// <summary>What reaches a PostgreSQL (<c>postgres:env:NAME</c>); <see langword="null"/>: elsewhere.</summary>
    public Secret? Postgres { get; init; }

    /// <summary>What values and names are kept with; <see langword="null"/>: there is none.</summary>
    public StateKey? Key { get; init; }

    /// <summary>What they were kept with before.</summary>
    public IReadOnlyList<StateKey> PreviousKeys { get; init; } = [];

    /// <summary>Where files stand that belong to it; <see langword="null"/>: it writes none.</summary>
    public string? Folder => File is null ? null : Path.GetDirectoryName(File);

    /// <summary>In memory (<c>memory</c>).</summary>
    public bool IsMemory => File is null && Postgres is null;

    public StateKeys? Keys => Key is null ? null : new(Key, PreviousKeys);

    /// <summary>As logs and <c>check</c> show it.</summary>
    public string Place => File is { } file ? $"sqlite:{file}" : Postgres is null ? "memory" : "PostgreSQL";

    // By the values, so that two readings of one config are equal.
    public bool Equals(StateConfig? other) => other is not null && File == other.File && Equals(Postgres, other.Postgres)
        && Equals(Key, other.Key) && PreviousKeys.SequenceEqual(other.PreviousKeys);

    public override int GetHashCode() => HashCode.Combine(File, Postgres, Key);
}
