using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>A token says who calls, so two clients cannot share one.</summary>
internal sealed class UniqueTokensRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        foreach (var same in draft.Clients.Where(client => client.Value.Token is not null)
            .GroupBy(client => Convert.ToHexString(client.Value.Token.Sha256), StringComparer.Ordinal))
            foreach (Placed<ClientConfig> later in same.Skip(1))
                later.Place.Fault("token", $"is the same token as in line {same.First().Place.LineOf("token")}; give each client its own");
    }
}
