namespace ScimGateway.Configuration.Reading;

/// <summary>One entry of <c>clients</c>.</summary>
internal sealed class ClientReader(Secrets secrets)
{
    public ClientConfig Read(MapReader map) => new()
    {
        Name = map.Required("name", "write name: with a word that logs and audit records shall use", Names.Parse),
        Profile = map.Text("profile", "strict", text => Names.OneOf(ClientConfig.Profiles, "a profile", text)),
        Token = map.Required("token", Secrets.TokenRemedy, secrets.Token),
        Targets = ReadTargets(map),
        Me = map.Text<string?>("me", null, text => text.Length > 0 ? text : throw new ValueFaultException("is empty; write a userName or an id, or leave it out")),
        Cursors = map.Text("cursors", true, OnOrOff),
        Allow = ReadLeniencies(map, "allow"),
        Deny = ReadLeniencies(map, "deny"),
    };

    private static bool OnOrOff(string text) => text switch
    {
        "on" => true,
        "off" => false,
        _ => throw new ValueFaultException($"{Shown.Text(text)} is neither on nor off; write one of them"),
    };

    private static IReadOnlyList<string> ReadTargets(MapReader map)
    {
        IReadOnlyList<string> several = map.Texts("targets", text => text);
        string? one = map.Text<string?>("target", null, text => text);
        if (map.Has("target") && map.Has("targets")) map.Fault("target", "stands beside targets; keep one of the two");
        else if (!map.Has("target") && !map.Has("targets")) map.Fault("target", "is missing; write target: with the name of a target, or targets: with a list");
        else if (map.Has("targets") && several.Count == 0) map.Fault("targets", "is empty; write at least one name of a target");
        return one is null ? several : [one];
    }

    private static IReadOnlyList<string> ReadLeniencies(MapReader map, string key) =>
        map.Texts(key, text => Names.OneOf(LeniencyNames.All, "a leniency", text));
}
