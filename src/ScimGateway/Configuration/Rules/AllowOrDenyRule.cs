using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>A leniency is allowed or denied, not both.</summary>
internal sealed class AllowOrDenyRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        foreach (Placed<ClientConfig> client in draft.Clients)
            foreach (string both in client.Value.Allow.Intersect(client.Value.Deny, StringComparer.Ordinal))
                client.Place.Fault("deny", $"{Quoted.Text(both)} stands under allow too; keep one of the two");
    }
}
