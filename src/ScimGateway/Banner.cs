using ScimGateway.Configuration;
using ScimGateway.Runtime;

namespace ScimGateway;

/// <summary>The output when the gateway is ready: its address, its clients and targets, and commands to try.</summary>
internal static class Banner
{
    /// <summary>The last line of the banner.</summary>
    public const string LastLine = "Ctrl+C stops it.";

    public static string Text(Gateway gateway, string address, string? manageAddress = null)
    {
        var lines = new List<string> {
            $"ScimGateway listens on {address}  (config: {gateway.Config.SourceFile})",
            "",
            "clients",
        };
        if (manageAddress is not null)
            lines.Insert(1, $"manage      listens on {manageAddress}  (/readyz with details, with its token)");
        lines.AddRange(gateway.Config.Clients.Select(client =>
            $"  {client.Name,-16} profile {client.Profile,-10} targets {string.Join(", ", client.Targets)}"));
        lines.Add("targets");
        lines.AddRange(gateway.Targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal).Select(target =>
            $"  {target.Config.Name,-16} {string.Join(", ", target.Config.Urls),-40} mapping {target.Mapping.Name}"));
        lines.Add("");
        lines.Add("try");
        lines.AddRange(
            Commands(gateway.Config, OnThisMachine.Address(new Uri(address)).AbsoluteUri).Select(command => "  " + command)
        );
        lines.Add("");
        lines.Add(LastLine);
        return string.Join(Environment.NewLine, lines);
    }

    private static IEnumerable<string> Commands(GatewayConfig config, string address)
    {
        var client = config.Clients[0];
        string target = client.Targets[0];
        string url = $"{address.TrimEnd('/')}/scim/v2" + (client.Targets.Count > 1 ? "/" + target : "");
        string authorization = $"-H \"Authorization: Bearer {client.Tokens[0].ForShell}\"";
        yield return $"curl -s {authorization} '{url}/Users?count=2'";
        yield return $"curl -s {authorization} '{url}/ServiceProviderConfig'";
        // Users paste it: at a real target it would create a real account.
        if (config.Targets.First(one => one.Name.Equals(target, StringComparison.OrdinalIgnoreCase)).Sandbox is null) yield break;
        yield return $"curl -s {authorization} -H 'Content-Type: application/scim+json' '{url}/Users' -d "
            + """'{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace@example.org","name":{"givenName":"Grace","familyName":"Hopper"},"title":"Rear Admiral","active":true}'""";
    }
}
