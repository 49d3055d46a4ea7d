using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Bulk;

/// <summary>Orders one request: the earliest operation that waits for nothing is next; when all wait, a cycle is
/// broken.</summary>
internal sealed class BulkPlanner
{
    private readonly List<BulkNode> nodes = [];
    private readonly PriorityQueue<BulkNode, (int Index, bool Completes)> ready = new();
    private readonly List<BulkStep> steps = [];

    public BulkPlanner(BulkRequest request)
    {
        nodes.AddRange(request.Operations.Select(operation => new BulkNode(operation)));
        WaitForReferences();
        WaitForTheSameResource();
    }

    public BulkPlan Plan()
    {
        foreach (var node in nodes) EnqueueIfFree(node);
        // Only POSTs are referred to, so only POSTs are in cycles: when no operation is ready, each remaining one leads to a
        // cycle.
        foreach (var post in nodes.Where(node => node.Operation.Method == ScimOperation.Create))
        {
            Drain();
            while (!post.IsDone)
            {
                Break(BulkNode.FirstInCircle(post));
                Drain();
            }
        }

        Drain();
        return new BulkPlan(steps);
    }

    private void WaitForReferences()
    {
        var posts = nodes
            .Where(node => node.Operation.Method == ScimOperation.Create)
            .ToDictionary(node => node.Operation.BulkId!, StringComparer.Ordinal);
        foreach (var node in nodes)
            foreach (string bulkId in node.Operation.FindReferences())
                if (posts.TryGetValue(bulkId, out var post)) node.WaitFor(post);
    }

    // RFC 7644 section 3.7: in another order, the result must be the same.
    private void WaitForTheSameResource()
    {
        var last = new Dictionary<(string, string), BulkNode>();
        foreach (var node in nodes)
        {
            if (node.Operation.Id is not { } id) continue;
            var resource = (node.Operation.Endpoint.ToUpperInvariant(), id);
            if (last.TryGetValue(resource, out var before)) node.WaitFor(before);
            last[resource] = node;
        }
    }

    private void Drain()
    {
        while (ready.TryDequeue(out var node, out _))
        {
            node.IsDone = true;
            steps.Add(new BulkStep(node.Operation, node.Completes));
            foreach (var waiter in node.Waiters)
                if (waiter.WaitsFor.Remove(node)) EnqueueIfFree(waiter);
        }
    }

    private void Break(BulkNode post)
    {
        var (without, patch) = BulkSplit.Of(
            post.Operation,
            post.WaitsFor.Select(other => other.Operation.BulkId!).ToHashSet(StringComparer.Ordinal)
        );
        var completion = new BulkNode(patch, Completes: true);
        foreach (var other in post.WaitsFor) completion.WaitFor(other);
        completion.WaitFor(post);
        // The client's other changes of the resource apply to all of it.
        foreach (var waiter in post.Waiters.Where(waiter => waiter.Operation.Id == patch.Id && waiter != completion).ToList())
            waiter.WaitFor(completion);
        post.Operation = without;
        post.WaitsFor.Clear();
        EnqueueIfFree(post);
    }

    private void EnqueueIfFree(BulkNode node)
    {
        if (node.WaitsFor.Count == 0) ready.Enqueue(node, (node.Operation.Index, node.Completes));
    }
}
