using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>A client uses configured targets, each named once.</summary>
internal sealed class KnownTargetsRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        string[] known = [.. draft.Targets.Select(target => target.Value.Name).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (Placed<ClientConfig> client in draft.Clients)
        {
            string key = client.Place.Has("targets") ? "targets" : "target";
            foreach (string name in client.Value.Targets.Except(known, StringComparer.Ordinal))
                client.Place.Fault(key, $"there is no target {Quoted.Text(name)}; "
                    + (known.Length > 0 ? Suggestions.For(name, known) : "write it under targets"));
            foreach (
                string twice in client
                    .Value.Targets.CountBy(name => name, StringComparer.Ordinal)
                    .Where(name => name.Value > 1)
                    .Select(name => name.Key)
            )
                client.Place.Fault(key, $"{Quoted.Text(twice)} stands there more than once; write it once");
        }
    }
}
