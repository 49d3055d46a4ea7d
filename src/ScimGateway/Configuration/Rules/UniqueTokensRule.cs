using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>A token says who calls, and which of its tokens it is, so that no token stands twice.</summary>
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
