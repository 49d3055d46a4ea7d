using ScimGateway.Configuration.Reading;
using ScimGateway.Sandbox;

namespace ScimGateway.Configuration.Rules;

/// <summary><c>sandbox:peakon</c> must name an existing simulated target.</summary>
internal sealed class KnownSandboxesRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        foreach (Placed<TargetConfig> target in draft.Targets)
            if (target.Value.Sandbox is { } name && !SandboxServer.Names.Contains(name, StringComparer.Ordinal))
                target.Place.Fault("url", $"{Quoted.Text(name)} is not a sandbox; {Suggestions.For(name, SandboxServer.Names)}");
    }
}
