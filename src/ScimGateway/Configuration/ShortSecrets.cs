namespace ScimGateway.Configuration;

/// <summary>Warns of secrets that are too short to be searched in their target's answers.</summary>
internal static class ShortSecrets
{
    public static IEnumerable<string> In(GatewayConfig config) => config.Targets
        .Where(target => target.Auth.Secret?.Reveal().Length < Secret.Shortest)
        .Select(target => $"targets.{target.Name}.auth: the secret has fewer than {Secret.Shortest} characters, and is not hidden where the target's answers repeat it; use a longer one.");
}
