using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>The management listener has its own address and its own token: clients cannot reach it.</summary>
internal sealed class OneListenerEachRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        if (draft.Config.Manage is not { } manage) return;
        if (manage.Listen.Port != 0 && manage.Listen.Authority == draft.Config.Listen.Authority)
            draft.Place.Fault(
                "manage",
                $"listens at {manage.Listen.Authority}, as the gateway does; write manage.listen: with another port"
            );
        if (
            manage.Token is { IsAbsent: false } token
            && draft.Tokens.FirstOrDefault(one => one.Token.Matches(token.Sha256)) is { } client
        )
            draft.Place.Fault("manage", $"has the token of a client, in line {client.Line}; give it its own");
    }
}
