namespace ScimGateway.Auditing;

/// <summary>Stores the records of exchanges.</summary>
internal interface IAuditSink
{
    /// <summary>Takes over a finished exchange; returns at once. What cannot be kept is counted, never silently lost.</summary>
    void Write(ExchangeRecord exchange);

    /// <summary>Records that could not be stored since the start.</summary>
    long Lost { get; }
}
