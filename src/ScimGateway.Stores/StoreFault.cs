using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores;

/// <summary>What clients and operators are told when the store cannot be used.</summary>
public static class StoreFault
{
    /// <summary>How long a use waits for others of this process, and again for the database.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What logs and records call a fault of it.</summary>
    public const string Reason = "the gateway's state";

    /// <summary>When a client may come again: an operator has to make room, or a lock has to end.</summary>
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(30);

    /// <param name="why">The end of the sentence, without values of anybody.</param>
    /// <param name="cause">What was caught.</param>
    public static ScimException Unusable(string why, Exception? cause) =>
        new(503, null, $"The gateway's own store (state) cannot be used: {why}.", cause)
        {
            RetryAfter = ComeAgain,
            Reason = Reason,
        };

    internal static ScimException Busy(Exception cause) => Unusable($"it was busy for {Patience.TotalSeconds} seconds", cause);
}
