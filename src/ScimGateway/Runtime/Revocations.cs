using System.Collections.Frozen;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Reading;

namespace ScimGateway.Runtime;

/// <summary>Tokens, and targets with their credentials, that a refused edit has removed or changed: they must not be used any
/// more.</summary>
/// <remarks>Only revokes: nothing of a refused edit is applied.</remarks>
internal sealed class Revocations
{
    private readonly FrozenSet<ClientToken> tokens;
    private readonly FrozenSet<string> targets;

    private Revocations(IEnumerable<ClientToken> tokens, IEnumerable<TargetConfig> targets)
    {
        this.tokens = tokens.ToFrozenSet<ClientToken>(ReferenceEqualityComparer.Instance);
        this.targets = targets.Select(target => target.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public static Revocations None { get; } = new([], []);

    public int Count => tokens.Count + targets.Count;

    /// <param name="running">The config in use.</param>
    /// <param name="edited">The part of the edit that could be read; <see langword="null"/>: nothing.</param>
    public static Revocations Of(GatewayConfig running, GatewayConfig? edited)
    {
        // A file without clients or targets is not a config: that is a mistake, and revokes nothing. Changes of secret files
        // apply all the same.
        var clients = edited?.Clients is { Count: > 0 } some ? some : null;
        var editedTargets = edited?.Targets is { Count: > 0 } others ? others : null;
        var gone = running.Clients
            .SelectMany(client =>
                client.Tokens.Where(token => clients is null ? SecretFiles.HasChanged(token) : !Has(clients, client.Name, token))
            );
        if (
            running.Manage?.Token is { } own
            && (edited?.Manage?.Token is { } now ? !now.Matches(own.Sha256) : edited is not null || SecretFiles.HasChanged(own))
        )
            gone = gone.Append(own);
        return new(gone, running.Targets.Where(target =>
            target.Auth.Secret is { } secret
            && (editedTargets is null ? SecretFiles.HasChanged(secret) : !Has(editedTargets, target.Name, secret))));
    }

    public bool Has(ClientToken token) => tokens.Contains(token);

    public bool HasCredentialsOf(string target) => targets.Contains(target);

    private static bool Has(IEnumerable<ClientConfig> clients, string name, ClientToken token) =>
        clients.Any(client => client.Name == name && client.Tokens.Any(one => one.Matches(token.Sha256)));

    private static bool Has(IEnumerable<TargetConfig> targets, string name, Secret secret) =>
        targets.Any(target => target.Name == name && secret.Equals(target.Auth.Secret));
}
