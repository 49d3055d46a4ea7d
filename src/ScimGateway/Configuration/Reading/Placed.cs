namespace ScimGateway.Configuration.Reading;

/// <summary>A value together with the place in the file that it was read from, for rules that look at several.</summary>
internal sealed record Placed<T>(MapReader Place, T Value);

/// <summary>A config before its rules are checked: a value whose reading failed may be <see langword="null"/>.</summary>
internal sealed record ConfigDraft(
    GatewayConfig Config,
    MapReader Place,
    IReadOnlyList<Placed<ClientConfig>> Clients,
    IReadOnlyList<Placed<TargetConfig>> Targets,
    IReadOnlyList<PlacedToken> Tokens);

/// <summary>A token of a client, or of the management listener, and the key that it was read from.</summary>
internal sealed record PlacedToken(MapReader Place, string Key, ClientToken Token)
{
    public int Line => Place.LineOf(Key);
}
