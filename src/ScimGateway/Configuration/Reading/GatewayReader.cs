using System.Net;

namespace ScimGateway.Configuration.Reading;

/// <summary>The file's top level.</summary>
internal sealed class GatewayReader(string file, Func<string, string?> environment, bool secretsMayBeAbsent = false)
{
    private readonly string source = Path.GetFullPath(file);

    public ConfigDraft Read(MapReader map)
    {
        string folder = Path.GetDirectoryName(source)!;
        var secrets = new Secrets(folder, environment, secretsMayBeAbsent);
        Uri listen = map.Text("listen", new("http://127.0.0.1:8080"), Urls.Listen);
        string publicUrl = map.Text("publicUrl", listen.AbsoluteUri.TrimEnd('/'), Urls.Base);
        if (!map.Has("publicUrl") && IsEveryAddress(listen))
            map.Fault(
                "publicUrl",
                "is missing, and clients cannot be told to call every address; write https://host as clients see it"
            );
        GatewayLimits limits = map.Section("limits", new(), section => Quantities.Read(section, new GatewayLimits()));
        Secret? cursorKey = map.Text<Secret?>("cursorKey", null, secrets.Secret);
        RedisConfig? redis = map.Text<RedisConfig?>("cache", null, text => CacheReader.Read(text, secrets));
        AuditConfig audit = new() { File = Path.GetFullPath(AuditConfig.DefaultFile, folder) };
        audit = map.Section("audit", audit, section => ReadAudit(section, audit, folder));
        var stateReader = new StateReader(secrets, folder);
        StateConfig state = map.Either("state", stateReader.Parse(StateConfig.Default), stateReader.Parse, stateReader.Read);
        LogConfig log = map.Section("log", new(), LogReader.Read);
        ManageConfig? manage = map.Section<ManageConfig?>("manage", null, section => ReadManage(section, secrets));
        var clientReader = new ClientReader(secrets);
        IReadOnlyList<Placed<ClientConfig>> clients = map.Sections(
            "clients",
            "write at least one, with name, token and target",
            clientReader.Read
        );
        IReadOnlyList<Placed<TargetConfig>> targets = map.Sections(
            "targets",
            "write at least one, with name and url",
            new TargetReader(secrets, folder).Read
        );
        GatewayConfig config = new()
        {
            Listen = listen,
            PublicUrl = publicUrl,
            Limits = limits,
            CursorKey = cursorKey,
            Redis = redis,
            Audit = audit,
            State = state,
            Log = log,
            Manage = manage,
            Clients = [.. clients.Select(client => client.Value)],
            Targets = [.. targets.Select(target => target.Value)],
            SourceFile = source,
            Files = Files(targets, secrets),
            Watched = Watched(targets, secrets),
        };
        return new(config, map, clients, targets, clientReader.Tokens);
    }

    private static AuditConfig ReadAudit(MapReader map, AuditConfig standard, string folder) => new()
    {
        File = map.Text("file", standard.File, text => Paths.Parse(text, folder)),
        Enabled = map.Text("enabled", standard.Enabled, Booleans.Parse),
    };

    private static ManageConfig ReadManage(MapReader map, Secrets secrets) => new()
    {
        Listen = map.Text("listen", new Uri("http://127.0.0.1:8081"), Urls.Listen),
        Token = map.Required("token", Secrets.TokenRemedy, secrets.Token),
    };

    private static bool IsEveryAddress(Uri listen) =>
        IPAddress.TryParse(listen.Host.Trim('[', ']'), out IPAddress? address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static string[] Watched(IReadOnlyList<Placed<TargetConfig>> targets, Secrets secrets) =>
    [
        .. targets.Select(target => target.Value.MappingFolder).OfType<string>()
            .Concat(secrets.Files)
            .Distinct(StringComparer.Ordinal),
    ];

    private static string[] Files(IReadOnlyList<Placed<TargetConfig>> targets, Secrets secrets) =>
    [
        .. targets.Select(target => target.Value.MappingFolder).OfType<string>()
            .Select(folder => Path.Combine(folder, "mapping.js"))
            .Concat(secrets.Files)
            .Distinct(StringComparer.Ordinal),
    ];
}
