namespace ScimGateway.Configuration.Reading;

/// <summary>A value with its place in the file, for rules over several values.</summary>
internal sealed record Placed<T>(MapReader Place, T Value);

/// <summary>A config before its rules are checked: a value with a fault may be <see langword="null"/>.</summary>
internal sealed record ConfigDraft(
    GatewayConfig Config,
    MapReader Place,
    IReadOnlyList<Placed<ClientConfig>> Clients,
    IReadOnlyList<Placed<TargetConfig>> Targets,
    IReadOnlyList<PlacedToken> Tokens);

/// <summary>A token of a client, or of the management listener, and its key in the file.</summary>
internal sealed record PlacedToken(MapReader Place, string Key, ClientToken Token)
{
    public int Line => Place.LineOf(Key);
}
