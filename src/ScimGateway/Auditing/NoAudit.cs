namespace ScimGateway.Auditing;

/// <summary>The config says that no records are kept (<c>audit: { enabled: false }</c>).</summary>
internal sealed class NoAudit : IAuditSink
{
    public long Lost => 0;

    public void Write(ExchangeRecord exchange)
    {
        // Nothing is promised, so nothing is lost.
    }
}
