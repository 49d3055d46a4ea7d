using System.Reflection;
using System.Text.Json;
using ScimGateway.Configuration;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Tests.Configuration;

public sealed class LimitsTests : IDisposable
{
    private readonly TestFolder folder = new();

    /// <summary>Every limit of the gateway: a new one is tested by being there.</summary>
    public static TheoryData<string> Limits { get; } = new(typeof(GatewayLimits).GetProperties().Select(limit => limit.Name));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_can_be_set_to_its_bounds(string name)
    {
        PropertyInfo limit = typeof(GatewayLimits).GetProperty(name)!;
        BoundsAttribute bounds = limit.GetCustomAttribute<BoundsAttribute>()!;
        var standard = (IComparable)limit.GetValue(new GatewayLimits())!;

        Assert.True(standard.CompareTo(Read(limit, bounds.Least)) > 0, $"{name}: its default is not above {bounds.Least}");
        Assert.True(standard.CompareTo(Read(limit, bounds.Most)) < 0, $"{name}: its default is not below {bounds.Most}");
    }

    /// <summary>And of a target; those that have no default are not here.</summary>
    public static TheoryData<string> OfTargets { get; } = new(typeof(TargetLimits).GetProperties()
        .Where(limit =>
            limit.GetCustomAttribute<BoundsAttribute>() is not null && limit.GetValue(new TargetLimits()) is not null
        ).Select(limit => limit.Name));

    [Theory]
    [MemberData(nameof(OfTargets))]
    public void A_limit_of_a_target_can_be_set_to_its_bounds(string name)
    {
        PropertyInfo limit = typeof(TargetLimits).GetProperty(name)!;
        BoundsAttribute bounds = limit.GetCustomAttribute<BoundsAttribute>()!;
        var standard = (IComparable)limit.GetValue(new TargetLimits())!;
        string key = JsonNamingPolicy.CamelCase.ConvertName(name);

        Assert.True(
            standard.CompareTo(limit.GetValue(Of($"{key}: {bounds.Least}"))) > 0,
            $"{name}: its default is not above {bounds.Least}"
        );
        Assert.True(
            standard.CompareTo(limit.GetValue(Of($"{key}: {bounds.Most}"))) < 0,
            $"{name}: its default is not below {bounds.Most}"
        );
    }

    [Theory] // timeout | answerIn | how long a client waits for its answer
    [InlineData("10s", null, 30)]
    [InlineData("2m", null, 120)]
    [InlineData("10s", "10s", 10)]
    [InlineData("10s", "5m", 300)]
    public void A_client_waits_half_a_minute_or_as_long_as_one_call_may_take(string timeout, string? answerIn, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            Of($"timeout: {timeout}" + (answerIn is null ? "" : $", answerIn: {answerIn}")).Patience
        );

    [Fact]
    public void Left_alone_the_protocol_s_limits_are_its_own() =>
        Assert.Equal(ScimLimits.Default, new GatewayLimits().ToScimLimits());

    [Fact]
    public void The_protocol_and_the_scripts_get_what_the_file_says()
    {
        GatewayLimits limits = Config(
            "filterNodes: 7, patchOperations: 8, scriptStatements: 900, scriptRegexTime: 10ms, scriptMemory: 2000000"
        ).Limits;

        Assert.Equal(ScimLimits.Default with { FilterNodes = 7, PatchOperations = 8 }, limits.ToScimLimits());
        Assert.Equal(
            (900, TimeSpan.FromMilliseconds(10), 2_000_000),
            (limits.ToScriptLimits().Statements, limits.ToScriptLimits().RegexTime, limits.ToScriptLimits().Memory)
        );
    }

    [Fact]
    public void Every_leniency_has_a_name()
    {
        Assert.Equal(["unquoted-literals", "scim11"], [LeniencyNames.All[0], LeniencyNames.All[12]]);
        Assert.Equal(Leniency.UnquotedLiterals | Leniency.Scim11, LeniencyNames.ToLeniency(["unquoted-literals", "scim11"]));
        Assert.Equal(Enum.GetValues<Leniency>().Aggregate((all, one) => all | one), LeniencyNames.ToLeniency(LeniencyNames.All));
    }

    private object? Read(PropertyInfo limit, string value) =>
        limit.GetValue(Config($"{JsonNamingPolicy.CamelCase.ConvertName(limit.Name)}: {value}").Limits);

    private TargetLimits Of(string limits) => folder.Read($$"""
        clients: [ { name: okta, token: env:OKTA_TOKEN, target: peakon } ]
        targets: [ { name: peakon, url: sandbox:peakon, limits: { {{limits}} } } ]
        """).Targets[0].Limits;

    private GatewayConfig Config(string limits) => folder.Read($$"""
        limits: { {{limits}} }
        clients: [ { name: okta, token: env:OKTA_TOKEN, target: peakon } ]
        targets: [ { name: peakon, url: sandbox:peakon } ]
        """);
}
