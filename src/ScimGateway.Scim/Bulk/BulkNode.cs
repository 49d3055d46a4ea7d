namespace ScimGateway.Scim.Bulk;

/// <summary>An operation during planning: which operations wait for which.</summary>
internal sealed class BulkNode(BulkOperation operation, bool Completes = false)
{
    public BulkOperation Operation { get; set; } = operation;

    public bool Completes { get; } = Completes;

    public bool IsDone { get; set; }

    public HashSet<BulkNode> WaitsFor { get; } = [];

    public List<BulkNode> Waiters { get; } = [];

    public void WaitFor(BulkNode other)
    {
        if (WaitsFor.Add(other)) other.Waiters.Add(this);
    }

    /// <summary>The earliest operation of the cycle that is reached from here; every node on the way must wait for another
    /// one.</summary>
    public static BulkNode FirstInCircle(BulkNode start)
    {
        var seen = new HashSet<BulkNode>();
        var node = start;
        while (seen.Add(node)) node = node.Next();
        var first = node;
        for (var other = node.Next(); other != node; other = other.Next())
            if (other.Operation.Index < first.Operation.Index) first = other;
        return first;
    }

    private BulkNode Next() => WaitsFor.MinBy(other => other.Operation.Index)!;
}
