using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>Literal secrets are allowed only in a demo, in which no real target can be reached.</summary>
internal sealed class LiteralSecretsRule : IConfigRule
{
    private const string Why =
        "the secret stands in the file itself, as only a demo's may (every target a sandbox, listening on loopback); ";

    public void Check(ConfigDraft draft)
    {
        if (draft.Config.IsDemo) return;
        if (draft.Config.CursorKey is { IsLiteral: true }) draft.Place.Fault("cursorKey", Why + "write env:NAME or file:PATH");
        if (draft.Config.Redis is { Password.IsLiteral: true })
            draft.Place.Fault("cache", Why
                + "write the whole text of cache, redis:HOST:PORT,password=…, into a variable or a file, and env:NAME or file:PATH here");
        if (draft.Config.Manage is { Token: { IsLiteral: true } }) draft.Place.Fault("manage", Why + Secrets.TokenRemedy);
        foreach (PlacedToken one in draft.Tokens)
            if (one.Token.IsLiteral) one.Place.Fault(one.Key, Why + Secrets.TokenRemedy);
        foreach (Placed<TargetConfig> target in draft.Targets)
            if (target.Value.Auth.Secret is { IsLiteral: true }) target.Place.Fault("auth", Why + "write env:NAME or file:PATH");
    }
}
