using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>Tokens are unique, because a token identifies the client, and its name the token.</summary>
internal sealed class UniqueTokensRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        foreach (
            var same in draft
                .Tokens.Where(one => !one.Token.IsAbsent)
                .GroupBy(one => Convert.ToHexString(one.Token.Sha256), StringComparer.Ordinal)
        )
            foreach (PlacedToken later in same.Skip(1))
                later.Place.Fault(later.Key, $"is the same token as in line {same.First().Line}; give each client its own");
    }
}
