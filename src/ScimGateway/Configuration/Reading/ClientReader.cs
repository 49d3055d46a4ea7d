namespace ScimGateway.Configuration.Reading;

/// <summary>One entry of <c>clients</c>.</summary>
internal sealed class ClientReader(Secrets secrets)
{
    private const string TokensRemedy =
        "write at least one, with name and token: (or sha256: and the hash alone), or token: alone";

    private readonly List<PlacedToken> tokens = [];

    /// <summary>The tokens of all clients that were read, for rules over several clients.</summary>
    public IReadOnlyList<PlacedToken> Tokens => tokens;

    public ClientConfig Read(MapReader map) => new()
    {
        Name = map.Required("name", "write name: with a word that logs and audit records shall use", Names.Parse),
        Profile = map.Text("profile", "strict", text => Names.OneOf(ClientConfig.Profiles, "a profile", text)),
        Tokens = ReadTokens(map),
        Targets = ReadTargets(map),
        Me = map.Text<string?>("me", null, text =>
            text.Length > 0
                ? text
                : throw new ValueFaultException("is empty; write a userName or an id, or leave it out")),
        Cursors = map.Text("cursors", true, OnOrOff),
        Allow = ReadLeniencies(map, "allow"),
        Deny = ReadLeniencies(map, "deny"),
    };

    private IReadOnlyList<ClientToken> ReadTokens(MapReader map)
    {
        IReadOnlyList<Placed<ClientToken?>> several = map.Sections("tokens", TokensRemedy, ReadToken, isRequired: false);
        if (map.Has("tokens"))
        {
            if (map.Text<string?>("token", null, text => text) is not null)
                map.Fault("token", "stands beside tokens; keep one of the two");
            RefuseSameNames(several);
            return [.. several.Select(one => one.Value).OfType<ClientToken>()];
        }

        ClientToken? one = Placed(map, "token", map.Required("token", Secrets.TokenRemedy, secrets.Token));
        return one is null ? [] : [one];
    }

    private ClientToken? ReadToken(MapReader map)
    {
        string name = map.Required(
            "name",
            "write name: with a word that logs and audit records shall use, such as 2026",
            Names.Parse
        );
        DateTimeOffset? until = map.Text<DateTimeOffset?>("until", null, text => Moments.Parse(text));
        ClientToken? hashed = map.Text<ClientToken?>("sha256", null, Secrets.HashedToken);
        ClientToken? referred = map.Text<ClientToken?>("token", null, secrets.Token);
        if (map.Has("sha256") && map.Has("token")) map.Fault("token", "stands beside sha256; keep one of the two");
        if (!map.Has("sha256") && !map.Has("token")) map.Fault(
            "sha256",
            "is missing; write sha256: with 64 hexadecimal digits, or " + Secrets.TokenRemedy["write ".Length..]
        );
        return Placed(
            map,
            map.Has("sha256") ? "sha256" : "token",
            (hashed ?? referred) is { } token ? token with { Name = name, Until = until } : null
        );
    }

    private ClientToken? Placed(MapReader map, string key, ClientToken? token)
    {
        if (token is not null) tokens.Add(new(map, key, token));
        return token;
    }

    private static void RefuseSameNames(IReadOnlyList<Placed<ClientToken?>> several)
    {
        foreach (
            var same in several
                .Where(one => one.Value?.Name is not null)
                .GroupBy(one => one.Value!.Name, StringComparer.Ordinal)
        )
            foreach (var later in same.Skip(1))
                later.Place.Fault(
                    "name",
                    $"{Quoted.Text(same.Key!)} is already the token of line {same.First().Place.LineOf("name")}; choose another name"
                );
    }

    private static bool OnOrOff(string text) => text switch
    {
        "on" => true,
        "off" => false,
        _ => throw new ValueFaultException($"{Quoted.Text(text)} is neither on nor off; write one of them"),
    };

    private static IReadOnlyList<string> ReadTargets(MapReader map)
    {
        IReadOnlyList<string> several = map.Texts("targets", text => text);
        string? one = map.Text<string?>("target", null, text => text);
        if (map.Has("target") && map.Has("targets")) map.Fault("target", "stands beside targets; keep one of the two");
        else if (!map.Has("target") && !map.Has("targets"))
            map.Fault("target", "is missing; write target: with the name of a target, or targets: with a list");
        else if (map.Has("targets") && several.Count == 0)
            map.Fault("targets", "is empty; write at least one name of a target");
        return one is null ? several : [one];
    }

    private static IReadOnlyList<string> ReadLeniencies(MapReader map, string key) =>
        map.Texts(key, text => Names.OneOf(LeniencyNames.All, "a leniency", text));
}
