namespace ScimGateway.Auditing;

/// <summary>How many lines of the operational log were dropped because the console was slower than the requests.</summary>
internal sealed record LogLoss(Func<long> Count);
