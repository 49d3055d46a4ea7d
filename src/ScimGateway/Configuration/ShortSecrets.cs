namespace ScimGateway.Configuration;

/// <summary>Secrets that are too short to be looked for in what their target answers: no fault, but something to know.</summary>
internal static class ShortSecrets
{
    public static IEnumerable<string> In(GatewayConfig config) => config.Targets
        .Where(target => target.Auth.Secret?.Reveal().Length < Secret.Shortest)
        .Select(target => $"targets.{target.Name}.auth: the secret has fewer than {Secret.Shortest} characters, and is not hidden where the target's answers repeat it; use a longer one.");
}
