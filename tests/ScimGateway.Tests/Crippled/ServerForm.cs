namespace ScimGateway.Tests.Crippled;

/// <summary>One way in which a target can be less than a full server.</summary>
/// <param name="Name">Short, for tables: <c>no PATCH</c>.</param>
/// <param name="Lacks">The outermost first; made anew each time, because some remember.</param>
/// <param name="Can">What its mapping declares in front of <c>User: {}</c>, as far as a mapping can say it today; empty:
/// nothing.</param>
/// <param name="Shows">A rule that the form must break when nothing stands in front of it: the proof that something is lacking.
/// <see langword="null"/>: it lacks nothing that a rule sees.</param>
internal sealed record ServerForm(string Name, Func<IReadOnlyList<Lack>> Lacks, string Can, string? Shows)
{
    /// <summary>Of the types, where they differ.</summary>
    public string Types { get; init; } = "User: {}, Group: {}";

    /// <summary><see langword="null"/>: it needs none.</summary>
    public string? Mapping =>
        Can.Length == 0 && Types == "User: {}, Group: {}"
            ? null
            : $"target({{ {(Can.Length > 0 ? $"can: {{ {Can} }}, " : "")}{Types} }});";

    /// <summary>As the table of forms shows it.</summary>
    public string Declared =>
        string.Join("; ", new[] { Can, Types == "User: {}, Group: {}" ? "" : Types }.Where(part => part.Length > 0));

    public override string ToString() => Name;
}
