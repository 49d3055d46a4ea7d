using ScimGateway.Scim.Errors;
using ScimGateway.State;

namespace ScimGateway.Deliveries;

/// <summary>What a person can do with a lane.</summary>
internal enum OwedAct
{
    /// <summary>Try it now, though it has stopped or is not due.</summary>
    Retry,

    /// <summary>Forget what is owed: the target never gets it.</summary>
    Drop,
}

/// <summary>What a person wants done with a lane, and why.</summary>
/// <param name="By">Who, as the operating system says it.</param>
internal sealed record OwedOrder(LaneName Lane, OwedAct Act, string Why, string By)
{
    private const int LongestWhy = 300;

    /// <param name="lane">As people see it: <c>app/7</c>.</param>
    /// <param name="act"><c>retry</c> or <c>drop</c>.</param>
    /// <exception cref="ScimException">400: it is none.</exception>
    public static OwedOrder Of(string lane, string act, string? why, string by)
    {
        var name = LaneName.Parse(lane);
        if (string.IsNullOrWhiteSpace(why))
            throw new ScimException(400, null, "--why is empty; say why: it stands in the audit record.");
        return new(name, ActOf(act), Bounded(why), by);
    }

    private static OwedAct ActOf(string act) => act switch
    {
        "retry" => OwedAct.Retry,
        "drop" => OwedAct.Drop,
        _ => throw new ScimException(400, null, $"'{act}' is nothing that can be done with a lane; retry and drop are."),
    };

    private static string Bounded(string why) => why.Length > LongestWhy ? why[..LongestWhy] + "…" : why;
}
