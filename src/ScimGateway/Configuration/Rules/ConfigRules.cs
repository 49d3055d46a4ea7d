using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>A rule over several values of the file.</summary>
internal interface IConfigRule
{
    /// <summary>Adds a fault at each place that breaks the rule. Values with a fault of their own are
    /// <see langword="null"/>.</summary>
    void Check(ConfigDraft draft);
}

/// <summary>All rules.</summary>
internal static class ConfigRules
{
    public static IReadOnlyList<IConfigRule> All { get; } =
    [
        new UniqueNamesRule(),
        new UniqueTokensRule(),
        new OneListenerEachRule(),
        new KnownTargetsRule(),
        new KnownSandboxesRule(),
        new AllowOrDenyRule(),
        new LiteralSecretsRule(),
        new TimeForCallsRule(),
        new SharedCacheNeedsKeyRule(),
    ];
}
