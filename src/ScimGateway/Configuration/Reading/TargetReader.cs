namespace ScimGateway.Configuration.Reading;

/// <summary>One entry of <c>targets</c>.</summary>
internal sealed class TargetReader(Secrets secrets, string folder)
{
    private const string SandboxPrefix = "sandbox:";

    private readonly AuthReader auth = new(secrets);

    public TargetConfig Read(MapReader map)
    {
        string name = map.Required("name", "write name: with the word that shall stand in the gateway's URLs", Names.ParseTarget);
        string? url = map.Text<string?>("url", null, text => IsSandbox(text) ? text : Urls.Base(text));
        IReadOnlyList<string> urls = ReadUrls(map, url);
        string? sandbox = IsSandbox(url) ? url![SandboxPrefix.Length..] : null;
        return new()
        {
            Name = name,
            Sandbox = sandbox,
            Url = urls.Count > 0 ? new(urls[0]) : null,
            Urls = urls,
            Auth = auth.Read(map, isRequired: sandbox is null),
            MappingFolder = map.Text<string?>("mapping", null, text => Paths.Parse(text, folder)),
            Limits = map.Section("limits", new(), section => Quantities.Read(section, new TargetLimits())),
            Health = map.Section<HealthConfig?>("health", null, ReadHealth),
        };
    }

    private static IReadOnlyList<string> ReadUrls(MapReader map, string? url)
    {
        IReadOnlyList<string> urls = map.Texts("urls", Urls.Base);
        bool insecure = map.Text("insecure", false, Booleans.Parse);
        if (map.Has("url") && map.Has("urls")) map.Fault("url", "stands beside urls; keep one of the two");
        else if (!map.Has("url") && !map.Has("urls"))
            map.Fault("url", "is missing; write url: https://host/path or url: sandbox:NAME");
        else if (map.Has("urls") && urls.Count == 0)
            map.Fault("urls", "names no address; write at least one");
        if (url is not null) urls = IsSandbox(url) ? [] : [url];
        foreach (string open in urls.Where(address => !insecure && IsOpenHttp(new Uri(address))))
            map.Fault(map.Has("url") ? "url" : "urls", $"{Quoted.Text(open)} would send secrets in the clear; write https://, or insecure: true if the network is trusted");
        return urls;
    }

    private static HealthConfig ReadHealth(MapReader map) => Quantities.Read(map, new HealthConfig
    {
        Path = map.Required("path", "write path: /ServiceProviderConfig, or another that answers 200", text => text.StartsWith('/')
            ? text
            : throw new ValueFaultException(
                $"{Quoted.Url(text)} does not begin with a slash; write /ServiceProviderConfig, or another path that answers 200"
            )),
    });

    private static bool IsSandbox(string? url) => url?.StartsWith(SandboxPrefix, StringComparison.Ordinal) ?? false;

    private static bool IsOpenHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback;
}
