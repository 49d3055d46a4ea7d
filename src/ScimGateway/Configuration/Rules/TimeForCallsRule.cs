using ScimGateway.Configuration.Reading;

namespace ScimGateway.Configuration.Rules;

/// <summary>The time for a client's whole answer is enough for at least one call.</summary>
internal sealed class TimeForCallsRule : IConfigRule
{
    public void Check(ConfigDraft draft)
    {
        foreach (var (place, target) in draft.Targets)
            if (target.Limits is { AnswerIn: { } whole } limits && whole < limits.Timeout)
                place.Fault("limits", $"answerIn is shorter than timeout ({limits.Timeout.TotalSeconds}s); write at least as much, or a shorter timeout");
    }
}
