using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>Something that holds between several places of the file.</summary>
internal interface IConfigRule
{
    /// <summary>Adds a fault at each place that breaks the rule. Values whose own reading failed are <see
    /// langword="null"/>.</summary>
    void Check(ConfigDraft draft);
}

/// <summary>Every rule there is.</summary>
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
